package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is counted and noted about an author decides what comes of their next message. */
class FactsTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private RunningGatehouse.Answer screen(String author, Map<String, Object> about, Map<String, Object> conversation) {
        var body = new LinkedHashMap<>(
                Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "a small " + TestPolicies.NOTED));
        var person = new LinkedHashMap<>(Screenings.author(author, "IE"));
        person.putAll(about);
        body.put("author", person);
        if (!conversation.isEmpty()) body.put("conversation", conversation);
        var answer = service.post("/v1/screenings", Screenings.json(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static List<String> rules(RunningGatehouse.Answer answer) {
        return answer.json().get("rules").values().stream()
                .map(rule -> rule.get("id").stringValue())
                .toList();
    }

    private JsonNode trace(RunningGatehouse.Answer answer) {
        return service.get("/v1/decisions/" + answer.field("decision_id") + "/trace")
                .json();
    }

    @Test
    void strikesAreNotedOnceADecisionAndTheThirdIsReviewed() {
        String author = RunningGatehouse.unique("u");
        assertThat(rules(screen(author, Map.of(), Map.of()))).containsExactly("test.noted");
        assertThat(rules(screen(author, Map.of(), Map.of()))).containsExactly("test.noted");
        var third = screen(author, Map.of(), Map.of());
        assertThat(third.field("verdict")).isEqualTo("review");
        assertThat(rules(third)).containsExactly("test.noted", "test.third");
        var told = trace(third);
        assertThat(told.get("author").get("strikes").doubleValue()).isEqualTo(2);
        assertThat(told.get("author").get("labels").get(0).stringValue()).isEqualTo("noted");
        assertThat(told.get("trace").get(1).get("condition").stringValue())
                .isEqualTo("words made.up.noted seen, strikes('author') = 2.0, has_label('author', 'noted') = true");
    }

    @Test
    void aRepeatedRequestNotesNothingAgain() {
        String author = RunningGatehouse.unique("u");
        String body = Screenings.of(RunningGatehouse.unique("m"), author, "IE", "a small " + TestPolicies.NOTED);
        for (int i = 0; i < 3; i++) service.post("/v1/screenings", body);
        assertThat(trace(screen(author, Map.of(), Map.of()))
                        .get("author")
                        .get("strikes")
                        .doubleValue())
                .isEqualTo(1);
    }

    @Test
    void whatThePlatformSaysReachesConditionsAndWhatItDoesNotIsUnknown() {
        var young = Map.<String, Object>of(
                "created_at", Instant.now().minus(1, ChronoUnit.DAYS).toString(), "followers", 3, "labels", List.of());
        var conversation = Map.<String, Object>of("id", RunningGatehouse.unique("c"));
        assertThat(rules(screen(RunningGatehouse.unique("u"), young, conversation)))
                .doesNotContain("test.new");
        assertThat(rules(screen(RunningGatehouse.unique("u"), young, conversation)))
                .contains("test.new");
        var unsaid = trace(screen(RunningGatehouse.unique("u"), Map.of(), conversation));
        assertThat(unsaid.get("undecided").get(0).get("rule").stringValue()).isEqualTo("test.new");
        assertThat(unsaid.get("undecided").get(0).get("missing").stringValue()).isEqualTo("author.age_days");
    }
}
