package io.gatehouse.residency.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Codes of a decision that can be asked for, filtered by and counted. */
public enum SearchField {
    VERDICT("allow", "review", "restrict"),
    CATEGORY,
    LANGUAGE,
    SURFACE,
    RULE,
    ACTION,
    SIGNAL,
    /** The digest of the policy version. */
    POLICY,
    /** {@code rules} or {@code person}. */
    DECIDED_BY("rules", "person"),
    /** {@code yes} or {@code no}: whether some signal could not be asked. */
    DEGRADED("yes", "no"),
    /** {@code yes} or {@code no}: whether a later decision replaced it. */
    STANDING("yes", "no"),
    /** Its id. */
    DECISION,
    /** The screening's id. */
    SCREENING;

    private final List<String> codes;

    SearchField(String... codes) {
        this.codes = List.of(codes);
    }

    /** All that it can hold, where that is known; else empty. Asked for another code, it would say that there is nothing of it. */
    public List<String> codes() {
        return codes;
    }

    public boolean takes(String code) {
        return codes.isEmpty() || codes.contains(code.toLowerCase(Locale.ROOT));
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has so few values that counting by it says something. */
    public boolean isCounted() {
        return this != DECISION && this != SCREENING;
    }

    public static Optional<SearchField> ofWireName(String name) {
        return Arrays.stream(values()).filter(f -> f.wireName().equals(name)).findFirst();
    }
}
