package io.gatehouse.service.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Norms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The first thing that anybody tries answers what the README shows. */
class ReadmeTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    /** Scores of models are rounded in answers; a processor's own arithmetic may round otherwise. */
    private static final double NEARLY = 0.002;

    @Test
    void theRequestToTryIsAnsweredAsShown() throws IOException {
        var readme = Files.readString(HOME.resolve("README.md"));
        var shown = (ObjectNode) json(between(readme, "```json\n", "```"));
        var answered = (ObjectNode) answer(json(between(readme, "'Content-Type: application/json' -d '", "'\n```")));
        assertThat(answered.path("language").path("confidence").doubleValue())
                .isCloseTo(shown.path("language").path("confidence").doubleValue(), within(NEARLY));
        compareScores(shown, answered);
        for (var json : List.of(shown, answered)) {
            json.remove(List.of("screening_id", "decision_id", "evidence"));
            ((ObjectNode) json.get("language")).remove("confidence");
        }
        assertThat(answered).isEqualTo(shown);
    }

    /** What a model says, but for its last digits. */
    private static void compareScores(JsonNode shown, JsonNode answered) {
        assertThat(answered.get("signals"))
                .as("signals")
                .hasSize(shown.get("signals").size());
        for (int i = 0; i < shown.get("signals").size(); i++) {
            var expected = (ObjectNode) shown.get("signals").get(i);
            var told = (ObjectNode) answered.get("signals").get(i);
            assertThat(told.get("score").doubleValue())
                    .as(expected.get("name").stringValue())
                    .isCloseTo(expected.get("score").doubleValue(), within(NEARLY));
            told.set("score", expected.get("score"));
        }
    }

    private static JsonNode answer(JsonNode request) {
        var asked = ScreeningReader.single(request, NOW);
        var policies = HOME.resolve("policies");
        var norms = Norms.read(policies, Norms.Law.SHIPPED);
        var territories = Topology.load(policies.resolve("residency")).territories();
        var text = ((ScreeningRequest.RequestedPart.Text) asked.parts().getFirst()).text();
        var country = asked.author().residence().getFirst().country();
        var content = new Content(
                asked.id(), asked.surface(), asked.createdAt(), country.value(), null, List.of(new Part.Text(text)));
        var judged = new Judging(norms.moderator(), norms.law(), territories)
                .judge(content, NOW, Duration.ofSeconds(30), seen -> Facts.still(seen.wantedFacts(), 1));
        return json(new String(Answer.write(judged, "s", "d", new RegionId("eu-west-1")), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        assertThat(start).as("the README has " + from).isPositive();
        return text.substring(start + from.length(), text.indexOf(to, start + from.length()));
    }
}
