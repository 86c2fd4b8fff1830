package io.gatehouse.residency.home;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a country of residence came to be known. What each kind is worth, and for how long, is written in {@code
 * evidence.yaml}; citizenship is no kind at all, because the law asks where a person lives.
 */
public enum EvidenceKind {
    /** Confirmed by a second source: a document, a phone number answered, an address proven. */
    VERIFIED,
    /** What the person said. */
    DECLARED,
    /** Where a business is established, from a register or a tax number. Decides for business accounts, and only for them. */
    ESTABLISHMENT,
    /** The country of a payment instrument: needs a bank that knows its customer, yet people keep old cards. */
    PAYMENT,
    /** The country of an app store account: rarely changed after a move. */
    STORE,
    /** The home network of a SIM card: travellers buy local ones. */
    SIM,
    /** A network location. Tells where a connection ends, so it never decides alone. */
    IP;

    /**
     * Whether it stands until a newer one replaces it, as what somebody says does. An observation tells only of its own
     * day, so that one country holds for as long as it keeps being observed.
     */
    public boolean isStatement() {
        return this == VERIFIED || this == DECLARED || this == ESTABLISHMENT;
    }

    /** Kinds that can resolve a home region; the other only accompanies. */
    public boolean decides() {
        return this != IP;
    }

    /** Whether it says anything about an account of this holder. */
    public boolean isAbout(Holder holder) {
        return switch (holder) {
            case PERSON -> this != ESTABLISHMENT;
            case BUSINESS -> this == ESTABLISHMENT;
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EvidenceKind> ofWireName(String name) {
        return Arrays.stream(values()).filter(k -> k.wireName().equals(name)).findFirst();
    }
}
