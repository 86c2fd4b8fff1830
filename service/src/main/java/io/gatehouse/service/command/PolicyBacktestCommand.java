package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What another policy would have made of what was said: of a file's rows, or of a service's stored traffic. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = {
            "Judges what was said before by another policy and reports what would change; decides nothing.",
            "With --data, files are judged here by both policies. Without, a running service judges its stored traffic,",
            "inside its regions, and holds it against what was decided (or against --against); key: GATEHOUSE_API_KEY."
        })
final class PolicyBacktestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "DIR",
            description = "the policy to try; online also a digest or name that the service knows")
    private String policy;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "the policy to hold it against (default: what was decided; with --data the project's)")
    private @Nullable String against;

    @Mixin
    private JudgedFiles files = new JudgedFiles();

    @Option(names = "--from", description = "stored traffic first decided at this time (RFC 3339) or date, or later")
    private @Nullable String from;

    @Option(names = "--to", description = "stored traffic first decided before")
    private @Nullable String to;

    @Option(names = "--sample", description = "so many messages, or a share such as 5%%, drawn by lot (default: all)")
    private @Nullable String sample;

    @Option(names = "--region", description = "one region (default: all that the service serves)")
    private @Nullable String region;

    @Option(names = "--throttle", description = "at most so many messages a second, so that others are served")
    private @Nullable String throttle;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "the service (default: ${DEFAULT-VALUE})")
    private URI url;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        return files.areGiven() ? ofFiles() : ofStoredTraffic();
    }

    private int ofFiles() throws IOException {
        for (var option : onlineOptions().entrySet())
            throw new ParameterException(
                    spec.commandLine(), "--" + option.getKey() + " is about stored traffic, --data about files");
        Path before = ProgramHome.policies(against == null ? null : Path.of(against));
        Path after = ProgramHome.policies(Path.of(policy));
        long sizeBytes = files.sizeBytes(spec);
        var old = JudgedFiles.side(JudgedFiles.norms(spec, before), before);
        var candidate = JudgedFiles.side(JudgedFiles.norms(spec, after), after);
        long started = System.nanoTime();
        var comparison = files.compare(spec, old, candidate);
        double seconds = (System.nanoTime() - started) / 1e9;
        print(comparison.toReport());
        if (sizeBytes > 0)
            spec.commandLine()
                    .getErr()
                    .printf(
                            Locale.ROOT,
                            "%.1f s, %,.0f messages/s%n",
                            seconds,
                            comparison.messages() / Math.max(seconds, 1e-9));
        spec.commandLine().getErr().flush();
        return GatehouseCommand.DONE;
    }

    private void print(JsonNode report) {
        var out = spec.commandLine().getOut();
        if (json) out.println(report);
        else out.print(ComparisonText.of(report));
        out.flush();
    }

    private Map<String, String> onlineOptions() {
        var given = new LinkedHashMap<String, String>();
        put(given, "from", from);
        put(given, "to", to);
        put(given, "sample", sample);
        put(given, "region", region);
        put(given, "throttle", throttle);
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) given.put(name, value);
    }

    private int ofStoredTraffic() throws IOException {
        var body = JsonMapper.shared().createObjectNode();
        var parameters = body.putObject("parameters");
        parameters.put("policy", JobCommand.absolute(policy));
        if (against != null) parameters.put("against", JobCommand.absolute(against));
        onlineOptions().forEach(parameters::put);
        try (var client = new ServiceClient(url, System.getenv("GATEHOUSE_API_KEY"))) {
            client.post("/v1/jobs/backtest/runs", body);
            JsonNode run = JobWatch.toTheEnd(client, "backtest");
            var out = spec.commandLine().getOut();
            if (json) out.println(run);
            else out.print(JobText.run(run));
            out.flush();
            return run.path("status").asString().equals("completed")
                    ? GatehouseCommand.DONE
                    : GatehouseCommand.COULD_NOT;
        } catch (ServiceClient.RefusedException refused) {
            // A parameter that is wrong is wrong use of the command line.
            if (refused.status() == 400) throw new ParameterException(spec.commandLine(), refused.getMessage());
            throw refused;
        }
    }
}
