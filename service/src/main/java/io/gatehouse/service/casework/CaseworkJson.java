package io.gatehouse.service.casework;

import io.gatehouse.service.json.Faults;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the answers of this package have in common. */
final class CaseworkJson {
    static final int MAX_WORD_BYTES = 100;

    /** How to object (DSA Art. 16(5), 20(5)). */
    static final List<String> REDRESS = List.of("internal_complaint", "out_of_court_dispute", "court");

    private static final int USUAL_PAGE = 50;
    /** Some hundred kilobytes. */
    private static final int LARGEST_PAGE = 200;

    private CaseworkJson() {}

    static int limit(@Nullable Integer asked) {
        if (asked == null) return USUAL_PAGE;
        if (asked >= 1 && asked <= LARGEST_PAGE) return asked;
        var faults = new Faults();
        faults.add("query:limit", "must be 1 to " + LARGEST_PAGE);
        faults.refuseAny();
        throw new IllegalStateException("a fault was noted");
    }

    /** @param next what to go on after; null at the end */
    static Map<String, Object> page(String name, List<?> rows, @Nullable String next) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put(name, rows);
        fields.put("next", next);
        return fields;
    }

    static Map<String, Object> evidence(String log, long index) {
        return Map.of("log", log, "index", index);
    }

    static byte[] digest(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
