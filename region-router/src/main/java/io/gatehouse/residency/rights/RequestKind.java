package io.gatehouse.residency.rights;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may ask for (GDPR Art. 15 to 21). */
public enum RequestKind {
    ERASURE,
    ACCESS,
    RECTIFICATION,
    RESTRICTION,
    OBJECTION;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RequestKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }
}
