package io.gatehouse.moderation.law;

/** A purpose that did not look, and why: {@code no_legal_basis}. Part of the answer. */
public record SkippedPurpose(Purpose purpose, String reason) {}
