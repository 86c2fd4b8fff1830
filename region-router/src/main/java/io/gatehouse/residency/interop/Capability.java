package io.gatehouse.residency.interop;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What DMA Art. 7(2) opens, and how long after the service was listed in the designation decision. */
public enum Capability {
    /** Texts and files between two people: at once. */
    ONE_TO_ONE(0),
    /** The same in groups: after two years. */
    GROUP(2),
    /** Voice and video calls: after four years. No call is ever screened. */
    CALL(4);

    private final int years;

    Capability(int years) {
        this.years = years;
    }

    /** The first day. A listing of 29 February counts to 28 February (Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c)). */
    public LocalDate opensOn(LocalDate listedOn) {
        return listedOn.plusYears(years);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Capability> ofWireName(String name) {
        return Arrays.stream(values()).filter(c -> c.wireName().equals(name)).findFirst();
    }
}
