package io.gatehouse.service.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a version in shadow would have decided otherwise. */
@Command(
        name = "shadow",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a version in shadow concluded beside what was decided: by rule, language and surface.")
final class PolicyShadowCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "VERSION", description = "its digest, the beginning of it, or its name")
    private String version;

    @Override
    public Integer call() throws IOException {
        return service.ask(
                client -> service.say("%s", PolicyText.shadow(client.get(ServiceOptions.path(version, "/shadow")))));
    }
}
