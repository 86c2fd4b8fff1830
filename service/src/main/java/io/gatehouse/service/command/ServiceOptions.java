package io.gatehouse.service.command;

import io.gatehouse.service.command.ServiceClient.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command that asks a running service takes, and how it says what came of it. */
final class ServiceOptions {
    /** Faults of what was sent, not of who sent it. */
    private static final int UNPROCESSABLE = 422;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "the service (default: ${DEFAULT-VALUE}); its key comes from GATEHOUSE_API_KEY")
    private URI url;

    /** Something asked of the service. */
    @FunctionalInterface
    interface Asking {
        void ask(ServiceClient client) throws IOException;
    }

    /** @throws FaultsFoundException when the service found faults in what was sent */
    int ask(Asking asking) throws IOException {
        try (var client = new ServiceClient(url, System.getenv("GATEHOUSE_API_KEY"))) {
            asking.ask(client);
            return GatehouseCommand.DONE;
        } catch (RefusedException refused) {
            if (refused.status() == UNPROCESSABLE) throw new FaultsFoundException(String.valueOf(refused.getMessage()));
            throw refused;
        }
    }

    void say(String pattern, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, pattern, values);
        out.flush();
    }

    /** The route of a version, whatever people call it. */
    static String path(String version, String below) {
        return "/v1/policies/" + URLEncoder.encode(version, StandardCharsets.UTF_8) + below;
    }
}
