package io.gatehouse.residency.cell;

import java.time.Instant;
import java.util.List;

/**
 * Reads what was said before in great numbers, inside its region. Thread-safe. Every method throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; retrying is safe.
 */
public interface TrafficReader {
    /**
     * The contents of a range of indices, with the decisions that stand on them, in order of {@link
     * PastDecision#contentIndex}.
     *
     * @param fromIndex first content index asked for
     * @param toIndex content index after the last; the range bounds how many come at once
     */
    List<PastDecision> past(PastTraffic wanted, long fromIndex, long toIndex);

    /** Ids of the decisions that stand on the contents of a range; nothing is opened. */
    List<String> drawn(PastTraffic wanted, long fromIndex, long toIndex);

    /** How many contents the range holds, whoever they are of. */
    long count(long fromIndex, long toIndex);

    /**
     * A log index at or before the first entry decided at this time or later. Decisions reach the log a moment after
     * they are made, so that some before it may be of the time, too: within {@code slack}.
     */
    long indexBefore(Instant time, java.time.Duration slack);

    /** The log index that the next entry will get: content stored later lies at or above it. */
    long nextIndex();
}
