package io.gatehouse.service.fact;

import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sets of what was seen lately, each kept as long as it is asked about. What is counted here may be lost, with the memory
 * that holds it; what must not be is noted in a person's cell. Thread-safe.
 */
public interface FactStore extends AutoCloseable {
    /**
     * Adds to sets, then says how many members each had within a window up to now: exactly, up to {@link
     * io.gatehouse.moderation.fact.FactSeries#EXACT}, beyond it within {@link
     * io.gatehouse.moderation.fact.FactSeries#STANDARD_ERROR}, and never more than {@link
     * io.gatehouse.moderation.fact.FactSeries#MOST}. Adding a member again makes it count from now.
     *
     * @param cell whose sets these are; those of another are others, whatever their names
     * @return one answer for each question, in order
     * @throws FactStoreUnavailableException when the store does not answer in time; what was added may count. Repeating is
     *     safe
     */
    List<Long> addAndCount(RegionId cell, List<Addition> additions, List<Question> questions, Instant now);

    /**
     * Forgets sets, and one member wherever it is counted in the cell.
     *
     * @throws FactStoreUnavailableException as {@link #addAndCount}; repeating is safe
     */
    void forget(RegionId cell, List<SetName> sets, long member);

    /**
     * Whether one of the sets is there, or the member is counted anywhere in the cell.
     *
     * @throws FactStoreUnavailableException as {@link #addAndCount}
     */
    boolean remembers(RegionId cell, List<SetName> sets, long member);

    @Override
    void close();

    /**
     * The name of a set: a keyed digest, which says nothing about what is counted.
     *
     * @param keptFor how long a member counts at most. Sets of the same digest kept for another time are others
     */
    record SetName(long high, long low, Duration keptFor) {}

    record Addition(SetName set, long member) {}

    /** @param window at most as long as the set is kept */
    record Question(SetName set, Duration window) {}
}
