package io.gatehouse.residency.crossing;

/** One region's book of crossings: rows, volumes by day, entries in the region's log. Thread-safe. */
public interface CrossingLedger {
    /**
     * Counts what is permitted against its cap and records what came of it; durable when this returns.
     *
     * @param transferId random and new
     * @return the ruling as it stands: a permission whose cap is used up has become a refusal
     */
    Answer record(String transferId, Crossing crossing, Ruling ruling);
}
