package io.gatehouse.service.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the versions of a running service, and what each node runs. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the versions of a running service, newest first, and what each of its nodes runs.")
final class PolicyListCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws IOException {
        return service.ask(client -> {
            service.say("%s%n", PolicyText.versions(client.get("/v1/policies")));
            service.say("%s", PolicyText.nodes(client.get("/v1/policies/nodes")));
        });
    }
}
