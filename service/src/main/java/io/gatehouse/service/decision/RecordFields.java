package io.gatehouse.service.decision;

import java.util.Set;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads of a {@link DecisionRecord} what judging again needs, in one pass: most of a record is a trace for people. Jobs read
 * millions of them.
 */
final class RecordFields {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What was told then, and when. */
    private static final Set<String> TOLD = Set.of(
            "judged_at",
            "as_of",
            "facts",
            "overrides",
            "author",
            "media",
            DecisionRecord.TOLD_SCORES,
            DecisionRecord.CONTENT_TOLD,
            DecisionRecord.CONTENT_LABELS,
            DecisionRecord.LOOKS,
            "permitted");

    /** And what was made of it. */
    private static final Set<String> CONCLUDED = Set.of("trace", "failed");

    private RecordFields() {}

    static JsonNode told(byte[] record) {
        return read(record, false);
    }

    static JsonNode toldAndConcluded(byte[] record) {
        return read(record, true);
    }

    private static JsonNode read(byte[] record, boolean concluded) {
        ObjectNode fields = JSON.createObjectNode();
        try (var parser = JSON.createParser(record)) {
            if (parser.nextToken() != JsonToken.START_OBJECT)
                throw new IllegalArgumentException("a decision's record is no JSON object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (TOLD.contains(name) || concluded && CONCLUDED.contains(name))
                    fields.set(name, parser.<JsonNode>readValueAsTree());
                else parser.skipChildren();
            }
        }
        return fields;
    }
}
