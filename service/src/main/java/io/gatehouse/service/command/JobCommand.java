package io.gatehouse.service.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Batch jobs of a running service. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "list|run|status|restart|stop",
        description = "Runs and watches the batch jobs of a running service; its key comes from GATEHOUSE_API_KEY.")
final class JobCommand implements Runnable {
    /** Parameters of jobs that may name a directory. */
    private static final Set<String> DIRECTORIES = Set.of("policies", "policy", "against");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            scope = ScopeType.INHERIT,
            description = "the service (default: ${DEFAULT-VALUE})")
    private URI url;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "job what? list, run, status, restart or stop");
    }

    private ServiceClient client() {
        return new ServiceClient(url, System.getenv("GATEHOUSE_API_KEY"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the jobs, their parameters and last runs.")
    int list() throws IOException {
        try (var client = client()) {
            out().print(JobText.list(client.get("/v1/jobs")));
            out().flush();
            return GatehouseCommand.DONE;
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = {
                "Starts a run and shows its progress to its end. It goes on when this command is interrupted.",
                "Example: job run rescan region=all policies=../policies-next dry_run=true"
            })
    int run(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "key=value", arity = "0..*") @Nullable List<String> parameters,
            @Option(names = "--no-wait", description = "start it and return") boolean noWait)
            throws IOException {
        var body = JsonMapper.shared().createObjectNode();
        var given = body.putObject("parameters");
        for (String each : parameters == null ? List.<String>of() : parameters) {
            int equals = each.indexOf('=');
            if (equals < 1) throw new ParameterException(spec.commandLine(), "not key=value: " + each);
            String key = each.substring(0, equals);
            given.put(
                    key, DIRECTORIES.contains(key) ? absolute(each.substring(equals + 1)) : each.substring(equals + 1));
        }
        return start(name, "/v1/jobs/" + name + "/runs", body, noWait);
    }

    /** The service works in another directory than its caller. */
    static String absolute(String directory) {
        Path here = Path.of(directory).toAbsolutePath().normalize();
        return Files.isDirectory(here) ? here.toString() : directory;
    }

    @Command(
            name = "restart",
            mixinStandardHelpOptions = true,
            description = "Runs the last run on from where it stopped, and shows its progress to its end.")
    int restart(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--no-wait", description = "start it and return") boolean noWait)
            throws IOException {
        return start(name, "/v1/jobs/" + name + ":restart", JsonMapper.shared().createObjectNode(), noWait);
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the last run.")
    int status(@Parameters(paramLabel = "NAME") String name) throws IOException {
        try (var client = client()) {
            JsonNode run = client.get("/v1/jobs/" + name).path("last_run");
            if (run.isNull()) out().println(name + " has never run");
            else out().print(JobText.run(run));
            out().flush();
            return GatehouseCommand.DONE;
        }
    }

    @Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Asks the run in progress to stop at the next chunk; it can be restarted.")
    int stop(@Parameters(paramLabel = "NAME") String name) throws IOException {
        try (var client = client()) {
            client.post("/v1/jobs/" + name + ":stop", JsonMapper.shared().createObjectNode());
            out().println(name + " is stopping");
            out().flush();
            return GatehouseCommand.DONE;
        }
    }

    private int start(String name, String path, JsonNode body, boolean noWait) throws IOException {
        try (var client = client()) {
            JsonNode started = client.post(path, body);
            if (noWait) {
                out().print(JobText.run(started));
                out().flush();
                return GatehouseCommand.DONE;
            }
            JsonNode run = JobWatch.toTheEnd(client, name);
            out().print(JobText.run(run));
            out().flush();
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
