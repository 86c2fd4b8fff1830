package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stored decision's verdict and purposes, read back from {@link Answer} and {@link DecisionRecord}. */
public final class RecordedDecision {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RecordedDecision() {}

    /** The verdict that was answered, its actions as the policy asked for them. */
    public static Verdict verdictOf(Payload payload) {
        return verdictOf(payload, JSON.readTree(payload.record()));
    }

    static Verdict verdictOf(Payload payload, JsonNode record) {
        JsonNode answer = JSON.readTree(payload.answer());
        String name = answer.required("verdict").stringValue();
        return switch (name) {
            case "allow" -> new Verdict.Allow();
            case "review" -> new Verdict.Review(answer.required("hold").booleanValue());
            case "restrict" -> {
                var decidedAt = StoredTime.parse(record.required("judged_at").stringValue());
                yield new Verdict.Restrict(answer.required("actions").values().stream()
                        .map(action -> action(action, decidedAt))
                        .toList());
            }
            default -> throw new IllegalArgumentException("no verdict: " + name);
        };
    }

    /** Whether a person decided: machines then never decide again on the same words (DSA Art. 20(6)). */
    public static boolean isOfPerson(byte[] answer) {
        return Answer.isOfPerson(answer);
    }

    private static EnforcementAction action(JsonNode action, Instant decidedAt) {
        JsonNode until = action.required("until");
        List<String> scope = action.required("scope").values().stream()
                .map(JsonNode::stringValue)
                .toList();
        return new EnforcementAction(
                action.required("kind").stringValue(),
                scope,
                until.isNull() ? null : Duration.between(decidedAt, Instant.parse(until.stringValue())));
    }

    /**
     * The content as it was judged: a decision made after media were looked at keeps what was seen in its record, because the content
     * was stored before.
     */
    public static Content contentOf(Payload payload) {
        return contentOf(payload, JSON.readTree(payload.record()));
    }

    static Content contentOf(Payload payload, JsonNode record) {
        var content = StoredContent.read(payload.content());
        var looks = DecisionRecord.looksOf(record);
        if (looks.isEmpty()) return content;
        return content.with(
                content.parts().stream().map(part -> with(part, looks)).toList());
    }

    private static Part with(Part part, Map<String, MediaLook> looks) {
        if (!(part instanceof Part.Media media)) return part;
        var look = looks.get(media.mediaId());
        return look == null ? part : media.with(look);
    }

    /** The purposes that were permitted to look then. */
    public static Set<Purpose> permittedIn(byte[] record) {
        return permittedIn(JSON.readTree(record));
    }

    static Set<Purpose> permittedIn(JsonNode record) {
        var purposes = EnumSet.noneOf(Purpose.class);
        for (JsonNode purpose : record.required("permitted").values())
            purposes.add(Purpose.ofWireName(purpose.stringValue()).orElseThrow());
        return purposes;
    }
}
