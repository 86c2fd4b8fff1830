package io.gatehouse.service.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** The second person's yes to a version. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description = "Approves a version, by a key whose holder had no hand in it; then it may act on people.")
final class PolicyApproveCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "VERSION", description = "its digest, the beginning of it, or its name")
    private String version;

    @Override
    public Integer call() throws IOException {
        return service.ask(client -> {
            var approved = client.post(
                    ServiceOptions.path(version, "/approvals"),
                    JsonMapper.shared().createObjectNode());
            service.say(
                    "%s (%s) has %d %s%n",
                    approved.path("version").asString(),
                    approved.path("digest").asString(),
                    approved.path("approvals").size(),
                    approved.path("approvals").size() == 1 ? "approval" : "approvals");
        });
    }
}
