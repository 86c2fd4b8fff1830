package io.gatehouse.residency.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Codes of a decision that can be asked for, filtered by and counted. */
public enum SearchField {
    VERDICT,
    CATEGORY,
    LANGUAGE,
    SURFACE,
    RULE,
    ACTION,
    SIGNAL,
    /** The digest of the policy version. */
    POLICY,
    /** {@code rules} or {@code person}. */
    DECIDED_BY,
    /** {@code yes} or {@code no}: whether some signal could not be asked. */
    DEGRADED,
    /** {@code yes} or {@code no}: whether a later decision replaced it. */
    STANDING,
    /** Its id. */
    DECISION,
    /** The screening's id. */
    SCREENING;

    /** All that it can hold, where that is known; else empty. Asked for another code, it would say that there is nothing of it. */
    public List<String> codes() {
        return switch (this) {
            case VERDICT -> List.of("allow", "review", "restrict");
            case DECIDED_BY -> List.of("rules", "person");
            case DEGRADED, STANDING -> List.of("yes", "no");
            case CATEGORY, LANGUAGE, SURFACE, RULE, ACTION, SIGNAL, POLICY, DECISION, SCREENING -> List.of();
        };
    }

    public boolean takes(String code) {
        return codes().isEmpty() || codes().contains(code.toLowerCase(Locale.ROOT));
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
