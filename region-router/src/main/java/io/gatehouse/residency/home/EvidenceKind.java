package io.gatehouse.residency.home;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a country of residence came to be known, strongest first. The order is the weighing: the data protection question
 * is where a person lives, so what was checked comes before what was said, and what was said before what is inferred.
 */
public enum EvidenceKind {
    /** Confirmed by a second source: a document, a phone number answered, an address proven. */
    VERIFIED,
    /** What the person said. */
    DECLARED,
    /** The country of a payment instrument: needs a bank that knows its customer, yet people keep old cards. */
    PAYMENT,
    /** The country of an app store account: rarely changed after a move. */
    STORE,
    /** The home network of a SIM card: travellers buy local ones. */
    SIM,
    /** A network location. Tells where a connection ends, so it never decides alone and never outweighs anything else. */
    IP;

    /** Kinds that can resolve a home region; the others only accompany. */
    public boolean decides() {
        return this != IP;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EvidenceKind> ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }
}
