package io.gatehouse.residency.crossing;

/** What {@code transfers.yaml} says. Immutable. */
public final class TransferRules {
    TransferRules() {}
}
