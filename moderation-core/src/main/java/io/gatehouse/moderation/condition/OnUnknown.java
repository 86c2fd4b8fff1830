package io.gatehouse.moderation.condition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to a rule whose condition cannot be known. Declared beside every condition: there is no default. */
public enum OnUnknown {
    /** The rule matches. */
    MATCH,
    /** It does not; the trace says so. */
    SKIP,
    /** It does not, and a person looks at the content. */
    REVIEW;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnUnknown> ofWireName(String name) {
        return Arrays.stream(values()).filter(o -> o.wireName().equals(name)).findFirst();
    }
}
