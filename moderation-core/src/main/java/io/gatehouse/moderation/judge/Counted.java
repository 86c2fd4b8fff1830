package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.similarity.Fingerprint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What one content adds to the counters, as far as its text says: who wrote it to whom is the caller's to add.
 *
 * @param series that some permitted rule asks for, and the longest window that any asks; whether or not this content's
 *     rules do, it is counted
 * @param text {@link Fingerprint#NONE} unless a series is about texts
 * @param domains that the text links to; empty unless a series is about domains
 */
public record Counted(Map<FactSeries, Duration> series, Fingerprint text, Set<String> domains) {
    public static final Counted NOTHING = new Counted(Map.of(), Fingerprint.NONE, Set.of());

    public Counted {
        series = Map.copyOf(series);
        domains = Set.copyOf(domains);
    }
}
