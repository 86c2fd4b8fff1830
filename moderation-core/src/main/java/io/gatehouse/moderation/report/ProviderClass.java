package io.gatehouse.moderation.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a provider is under the DSA, which decides what it reports and how often. */
public enum ProviderClass {
    INTERMEDIARY,
    HOSTING,
    ONLINE_PLATFORM,
    /** A very large online platform. */
    VLOP,
    /** A very large online search engine. */
    VLOSE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ProviderClass> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(name))
                .findFirst();
    }

    /** Every six months (DSA Art. 42(1)); the others report every year. */
    public boolean reportsEverySixMonths() {
        return this == VLOP || this == VLOSE;
    }
}
