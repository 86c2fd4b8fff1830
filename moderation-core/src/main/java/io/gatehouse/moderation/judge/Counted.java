package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.similarity.Fingerprint;
import java.util.Set;

/**
 * What one content adds to the counters, as far as its text says: who wrote it to whom is the caller's to add.
 *
 * @param series that some permitted rule asks for; whether or not this content's rules do, it is counted
 * @param text {@link Fingerprint#NONE} unless a series is about texts
 * @param domains that the text links to; empty unless a series is about domains
 */
public record Counted(Set<FactSeries> series, Fingerprint text, Set<String> domains) {
    public static final Counted NOTHING = new Counted(Set.of(), Fingerprint.NONE, Set.of());

    public Counted {
        series = Set.copyOf(series);
        domains = Set.copyOf(domains);
    }
}
