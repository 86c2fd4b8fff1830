package io.gatehouse.moderation.law;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why content is looked at. On a private surface a purpose runs only on a legal basis that the calendar names. */
public enum Purpose {
    SECURITY_AND_SPAM,
    TERMS,
    ILLEGAL_CONTENT,
    CHILD_SAFETY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Purpose> ofWireName(String name) {
        return Arrays.stream(values()).filter(p -> p.wireName().equals(name)).findFirst();
    }
}
