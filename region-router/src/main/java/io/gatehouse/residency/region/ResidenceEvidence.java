package io.gatehouse.residency.region;

import java.time.Instant;

/** One observation about where a person lives. */
public record ResidenceEvidence(EvidenceKind kind, CountryCode country, Instant observedAt) {}
