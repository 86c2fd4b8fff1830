package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import java.time.Instant;

/**
 * One observation about where a person lives.
 *
 * @param observedAt when it was so; its weight ages from here
 * @param receivedAt when it was told: what came later was not known then, and no time is counted as held before it
 */
public record ResidenceEvidence(EvidenceKind kind, CountryCode country, Instant observedAt, Instant receivedAt) {
    /** Told when it was observed. */
    public ResidenceEvidence(EvidenceKind kind, CountryCode country, Instant observedAt) {
        this(kind, country, observedAt, observedAt);
    }

    /** From when on it can be reckoned with. */
    public Instant knownAt() {
        return receivedAt.isAfter(observedAt) ? receivedAt : observedAt;
    }
}
