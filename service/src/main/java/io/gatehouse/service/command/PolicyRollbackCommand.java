package io.gatehouse.service.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Back to a version that was active before. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Makes the version active again that was so before; it needs no approval, and leaves an alert.")
final class PolicyRollbackCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--to", description = "another version that was once active (default: the one before)")
    private @Nullable String to;

    @Option(names = "--reason", required = true, description = "why; kept with the version's history")
    private String reason;

    @Override
    public Integer call() throws IOException {
        return service.ask(client -> {
            var body = JsonMapper.shared().createObjectNode();
            body.put("reason", reason);
            if (to != null) body.put("to", to);
            var version = client.post("/v1/policies:rollback", body);
            service.say("%s", PolicyText.nodes(PolicyLiveWait.untilFollowed(client)));
            service.say(
                    "%s (%s) is active again%n",
                    version.path("version").asString(), version.path("digest").asString());
        });
    }
}
