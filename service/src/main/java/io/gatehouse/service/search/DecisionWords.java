package io.gatehouse.service.search;

import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.search.Described;
import io.gatehouse.residency.search.Describing;
import io.gatehouse.residency.search.SearchField;
import io.gatehouse.service.decision.RecordedDecision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a stored decision says, for the index. Thread-safe. */
final class DecisionWords implements Describing {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionWords.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public Described describe(StoredDecision decision) {
        try {
            var payload = decision.payload().orElseThrow();
            var answer = JSON.readTree(payload.answer());
            return new Described(
                    textOf(payload), String.join("\n", all(answer, "rules", "clause")), codes(answer, payload), scoreOf(answer));
        } catch (RuntimeException broken) {
            // Only the kind of failure is told: its message could quote the content.
            LOG.warn(
                    "decision {} cannot be read for the index: {}",
                    decision.decisionId(),
                    broken.getClass().getSimpleName());
            return Described.NOTHING;
        }
    }

    private static Map<SearchField, List<String>> codes(JsonNode answer, Payload payload) {
        return Map.of(
                SearchField.RULE,
                all(answer, "rules", "id"),
                SearchField.ACTION,
                all(answer, "actions", "kind"),
                SearchField.SIGNAL,
                all(answer, "signals", "name"),
                SearchField.DECIDED_BY,
                List.of(RecordedDecision.isOfPerson(payload.answer()) ? "person" : "rules"));
    }

    static List<String> all(JsonNode answer, String array, String field) {
        return answer.path(array).values().stream()
                .map(each -> each.path(field).asString(""))
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    static double scoreOf(JsonNode answer) {
        return answer.path("labels").values().stream()
                .mapToDouble(label -> label.path("score").asDouble(0))
                .filter(score -> score >= 0 && score <= 1)
                .max()
                .orElse(0);
    }

    /** All that was said, what was read in pictures and heard in videos included; empty when it was deleted. */
    static String textOf(Payload payload) {
        if (payload.content().length == 0) return "";
        return RecordedDecision.contentOf(payload).parts().stream()
                .map(DecisionWords::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Text(var text) -> text;
            case Part.Captions captions -> captions.placed().text();
            case Part.Media media ->
                media.look().texts().stream().map(SeenText::text).collect(Collectors.joining("\n"));
        };
    }
}
