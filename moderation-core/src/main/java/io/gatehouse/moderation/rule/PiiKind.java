package io.gatehouse.moderation.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Personal data that shows by its form and check digits. */
public enum PiiKind {
    EMAIL,
    PHONE,
    IBAN,
    CARD,
    IP,
    /** An address of a crypto currency. */
    CRYPTO,
    /** An identifier that a state gives to a person; the signal names the state. */
    NATIONAL_ID;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PiiKind> ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }
}
