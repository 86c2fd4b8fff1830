package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.AuthorRecord;
import io.gatehouse.moderation.fact.AuthorRecord.Held;
import io.gatehouse.moderation.fact.AuthorRecord.Source;
import io.gatehouse.moderation.fact.AuthorRecord.Tag;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.residency.cell.NotesChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A person's labels and strikes as their cell keeps them. */
public final class AuthorRecordJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuthorRecordJson() {}

    /** What a decision notes about the author; null when that is nothing. */
    public static @Nullable NotesChange noting(String decisionId, List<Mark> marks, Instant at) {
        boolean isAboutNobody = marks.stream().allMatch(Mark.ContentLabel.class::isInstance);
        return isAboutNobody ? null : change(record -> record.noted(decisionId, marks, at));
    }

    /** What a decision notes that takes another's place, whose strikes go. */
    public static NotesChange replacing(String superseded, String decisionId, List<Mark> marks, Instant at) {
        return change(record -> record.withdrawn(superseded).noted(decisionId, marks, at));
    }

    public static NotesChange change(UnaryOperator<AuthorRecord> change) {
        return before -> write(change.apply(read(before)));
    }

    /** Adds what another cell noted about the same person; adding it again changes nothing. */
    public static NotesChange adding(byte[] noted) {
        var other = read(noted);
        return change(record -> record.with(other));
    }

    /** Empty bytes are an empty record. */
    public static AuthorRecord read(byte[] json) {
        if (json.length == 0) return AuthorRecord.EMPTY;
        JsonNode tree = JSON.readTree(json);
        var labels = new TreeMap<String, Tag>();
        for (var label : tree.required("labels").properties()) labels.put(label.getKey(), tag(label.getValue()));
        var strikes = new ArrayList<Held>();
        for (JsonNode strike : tree.required("strikes").values()) strikes.add(strike(strike));
        return new AuthorRecord(labels, strikes);
    }

    private static Tag tag(JsonNode tree) {
        JsonNode reason = tree.get("reason");
        JsonNode decision = tree.get("decision");
        return new Tag(
                Instant.parse(tree.required("since").stringValue()),
                Instant.parse(tree.required("until").stringValue()),
                decision == null
                        ? new Source.Key(tree.required("key").stringValue())
                        : new Source.Decision(decision.stringValue()),
                reason == null ? null : reason.stringValue());
    }

    private static Held strike(JsonNode tree) {
        JsonNode halfLife = tree.get("half_life");
        return new Held(
                tree.required("decision").stringValue(),
                tree.required("n").intValue(),
                Instant.parse(tree.required("at").stringValue()),
                new Mark.Strike(
                        tree.required("weight").doubleValue(),
                        Duration.parse(tree.required("window").stringValue()),
                        Mark.Decay.ofWireName(tree.required("decay").stringValue())
                                .orElseThrow(),
                        halfLife == null ? null : Duration.parse(halfLife.stringValue())));
    }

    private static byte[] write(AuthorRecord record) {
        var tree = JSON.createObjectNode();
        var labels = tree.putObject("labels");
        record.labels().forEach((name, tag) -> write(labels.putObject(name), tag));
        var strikes = tree.putArray("strikes");
        for (Held held : record.strikes()) {
            var strike = strikes.addObject();
            strike.put("decision", held.decisionId());
            strike.put("n", held.n());
            strike.put("at", held.at().toString());
            strike.put("weight", held.strike().weight());
            strike.put("window", held.strike().window().toString());
            strike.put("decay", held.strike().decay().wireName());
            var halfLife = held.strike().halfLife();
            if (halfLife != null) strike.put("half_life", halfLife.toString());
        }
        return JSON.writeValueAsBytes(tree);
    }

    private static void write(ObjectNode label, Tag tag) {
        label.put("since", tag.since().toString());
        label.put("until", tag.until().toString());
        switch (tag.source()) {
            case Source.Decision(String id) -> label.put("decision", id);
            case Source.Key(String id) -> label.put("key", id);
        }
        if (tag.reason() != null) label.put("reason", tag.reason());
    }
}
