package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import java.time.Instant;

/** One observation about where a person lives. */
public record ResidenceEvidence(EvidenceKind kind, CountryCode country, Instant observedAt) {}
