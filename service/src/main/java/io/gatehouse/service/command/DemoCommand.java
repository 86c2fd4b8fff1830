package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves with a small, made data set, and with the example legal bases, so that there is something to look at. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service with some made messages in it, under the EXAMPLE legal bases of policies/law/demo.yaml,",
            "which let it look at private messages. Not for real data."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8080", description = "port to listen on (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--data", defaultValue = "demo-data", description = "data directory (default: ./demo-data)")
    private Path data = Path.of("demo-data");

    @Override
    public Integer call() throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", port);
        properties.put("gatehouse.data", data.toAbsolutePath().normalize().toString());
        properties.put("gatehouse.policies", ProgramHome.policies(null).toString());
        properties.put("gatehouse.example-law", true);
        ServeCommand.start(properties);
        spec.commandLine().getOut().printf("%,d made messages were screened.%n", screenMade());
        spec.commandLine().getOut().flush();
        return GatehouseCommand.KEEPS_RUNNING;
    }

    /** Content ids are fixed, so that a second demo on the same directory finds them decided already. */
    private int screenMade() throws IOException {
        String key = System.getenv("GATEHOUSE_BOOTSTRAP_KEY");
        if (key == null) key = Files.readString(data.resolve("first-key")).strip();
        int screened = 0;
        try (var service = new ServiceClient(URI.create("http://localhost:" + port), key)) {
            for (MadeMessage made : MadeMessage.ALL) {
                try {
                    service.post("/v1/screenings", made.body("demo-" + screened, "demo-author-" + screened));
                } catch (ServiceClient.RefusedException refused) {
                    if (refused.status() != 409) throw refused;
                }
                screened++;
            }
        }
        return screened;
    }
}
