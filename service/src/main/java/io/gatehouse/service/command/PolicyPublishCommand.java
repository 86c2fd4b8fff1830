package io.gatehouse.service.command;

import io.gatehouse.service.policy.TarGz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Brings a policy directory, or a version that is stored, to a stage of a running service. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Stores a policy directory as a version of the running service, and brings it to a stage. Names every fault, and",
            "every failing test. What acts on people (canary, active) needs another person's 'policy approve' first; then",
            "publish again, the directory or the version's digest."
        })
final class PolicyPublishCommand implements Callable<Integer> {
    private static final List<String> STAGES = List.of("draft", "shadow", "canary", "active", "retired");

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "DIR|VERSION", description = "a policy directory, or a stored version's digest or name")
    private String what;

    @Option(
            names = "--stage",
            defaultValue = "draft",
            description = "draft, shadow, canary, active or retired (default: ${DEFAULT-VALUE})")
    private String stage;

    @Option(names = "--percent", description = "share of the authors that a canary decides for, 1 to 99")
    private @Nullable Integer percent;

    @Option(names = "--reason", defaultValue = "", description = "why; kept with the version's history")
    private String reason;

    @Override
    public Integer call() throws IOException {
        if (!STAGES.contains(stage))
            throw new ParameterException(spec.commandLine(), "--stage must be one of " + String.join(", ", STAGES));
        if (stage.equals("canary") == (percent == null))
            throw new ParameterException(spec.commandLine(), "--percent goes with --stage canary, and with no other");
        return service.ask(client -> {
            JsonNode version = version(client);
            if (!stage.equals("draft")) {
                version = client.post(ServiceOptions.path(version.path("digest").asString(), "/stage"), staging());
                JsonNode nodes = PolicyLiveWait.untilFollowed(client);
                service.say("%s", PolicyText.nodes(nodes));
            }
            service.say(
                    "%s (%s) is %s%n",
                    version.path("version").asString(), version.path("digest").asString(), PolicyText.stage(version));
        });
    }

    private JsonNode version(ServiceClient client) throws IOException {
        Path directory = Path.of(what);
        if (!Files.isDirectory(directory)) return client.get(ServiceOptions.path(what, ""));
        if (!Files.isDirectory(directory.resolve("content")))
            throw new ParameterException(spec.commandLine(), what + " is no policy directory: it has no 'content'");
        JsonNode stored = client.post("/v1/policies", TarGz.pack(directory), "application/gzip");
        JsonNode failures = stored.path("tests").path("failures");
        for (JsonNode failure : failures.values())
            service.say(
                    "%s: %s%n",
                    failure.path("pointer").asString(), failure.path("detail").asString());
        if (!failures.isEmpty())
            throw new FaultsFoundException(String.format(
                    "it is stored as a draft, %s, and can go no further: %d of its tests fail",
                    stored.path("digest").asString(), failures.size()));
        return stored;
    }

    private JsonNode staging() {
        var body = JsonMapper.shared().createObjectNode();
        body.put("stage", stage);
        if (percent != null) body.put("percent", percent.intValue());
        body.put("reason", reason.isBlank() ? "published from the command line" : reason);
        return body;
    }
}
