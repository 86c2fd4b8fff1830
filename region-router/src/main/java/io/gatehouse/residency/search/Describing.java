package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.StoredDecision;

/** Knows what payloads mean, which a cell does not. Thread-safe. */
@FunctionalInterface
public interface Describing {
    /** Never throws for what it cannot read: that is described by its plain columns. */
    Described describe(StoredDecision decision);
}
