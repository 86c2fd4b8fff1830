package io.gatehouse.service.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    /** Made for the demo: where the author lives, where it was said, and what. */
    private record Made(String country, String surface, String text) {}

    private static final List<Made> MESSAGES = List.of(
            new Made("IE", "comment", "What a goal, what a night!"),
            new Made("IE", "direct_message", "Send the deposit to IBAN DE89 3704 0044 0532 0130 00 please"),
            new Made("FR", "comment", "Quelle belle journée, on se voit demain ?"),
            new Made("FR", "profile", "Photographe à Lyon, écrivez à bonjour@example.org"),
            new Made("DE", "comment", "Du bist so ein Idiot, ehrlich"),
            new Made("DE", "group", "Treffen um neun am Bahnhof, bringt Kuchen mit"),
            new Made("SE", "open_channel", "Snow all day, the train is late again"),
            new Made("GB", "comment", "You are such an 1 d 1 0 t"),
            new Made(
                    "US",
                    "direct_message",
                    "Congratulations, you have won! Claim your prize now at http://example.org"),
            new Made("US", "comment", "Kill the process and restart the server"),
            new Made("SG", "comment", "Where is the best laksa in town?"),
            new Made("JP", "live", "That was a damn good song"));

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
            for (Made made : MESSAGES) {
                try {
                    service.post("/v1/screenings", body(made, screened));
                } catch (ServiceClient.RefusedException refused) {
                    if (refused.status() != 409) throw refused;
                }
                screened++;
            }
        }
        return screened;
    }

    private static JsonNode body(Made made, int number) {
        String now = Instant.now().toString();
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("id", "demo-" + number).put("surface", made.surface()).put("created_at", now);
        ObjectNode author = body.putObject("author").put("id", "demo-author-" + number);
        author.putArray("residence")
                .addObject()
                .put("kind", "declared")
                .put("country", made.country())
                .put("observed_at", now);
        body.putArray("parts").addObject().put("type", "text").put("text", made.text());
        return body;
    }
}
