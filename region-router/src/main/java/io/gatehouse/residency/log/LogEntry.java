package io.gatehouse.residency.log;

import io.gatehouse.residency.region.RegionId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One leaf of the log: that something happened, without saying to whom. It has exactly one encoding (canonical JSON).
 *
 * @param id random; a decision's id for decisions
 * @param kind {@code decision}, {@code redecision}, {@code account-created}, ...
 * @param authorCommitment keyed digest under the person's key, which says nothing once that key is destroyed; null
 *     for what is about nobody
 * @param contentCommitment likewise
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record LogEntry(
        String id,
        String kind,
        RegionId region,
        Instant time,
        byte @Nullable [] authorCommitment,
        byte @Nullable [] contentCommitment,
        EntryFacts evidence) {
    /** What an entry bundle's two length bytes can say (C2SP tlog-tiles). */
    public static final int SIZE_LIMIT_BYTES = 65_535;

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** @throws IllegalArgumentException when it is longer than {@link #SIZE_LIMIT_BYTES} */
    public byte[] encode() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("v", FORMAT);
        fields.put("id", id);
        fields.put("kind", kind);
        fields.put("region", region.value());
        fields.put("time", time.toString());
        if (authorCommitment != null) fields.put("author", HexFormat.of().formatHex(authorCommitment));
        if (contentCommitment != null) fields.put("content", HexFormat.of().formatHex(contentCommitment));
        fields.put("facts", evidence.facts());
        var encoded = CanonicalJson.write(fields);
        if (encoded.length > SIZE_LIMIT_BYTES)
            throw new IllegalArgumentException(
                    "a log entry of " + encoded.length + " bytes; at most " + SIZE_LIMIT_BYTES);
        return encoded;
    }

    /** @throws IllegalArgumentException when the bytes are not exactly what {@link #encode} makes of an entry */
    public static LogEntry parse(byte[] encoded) {
        Map<String, Object> fields;
        try {
            fields = JSON.readValue(encoded, OBJECT);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not JSON", e);
        }
        if (fields == null) throw new IllegalArgumentException("is not a JSON object");
        if (!Integer.valueOf(FORMAT).equals(fields.get("v")))
            throw new IllegalArgumentException("has the unknown format " + fields.get("v"));
        var entry = new LogEntry(
                text(fields, "id"),
                text(fields, "kind"),
                new RegionId(text(fields, "region")),
                time(text(fields, "time")),
                commitment(fields, "author"),
                commitment(fields, "content"),
                facts(fields));
        if (!Arrays.equals(entry.encode(), encoded)) throw new IllegalArgumentException("is not in canonical form");
        return entry;
    }

    private static String text(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException("lacks '" + name + "'");
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has a time that is none: '" + text + "'", e);
        }
    }

    private static byte @Nullable [] commitment(Map<String, Object> fields, String name) {
        return fields.containsKey(name) ? HexFormat.of().parseHex(text(fields, name)) : null;
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys.
    private static EntryFacts facts(Map<String, Object> fields) {
        if (fields.get("facts") instanceof Map<?, ?> facts) return new EntryFacts((Map<String, ?>) facts);
        throw new IllegalArgumentException("lacks 'facts'");
    }
}
