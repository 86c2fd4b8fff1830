package io.gatehouse.moderation.evaluation;

/** A measured figure with its 95 % interval by the bootstrap. */
public record Estimate(double value, double low, double high) {}
