package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Instant;
import java.util.Set;

/**
 * Counters of one cell. Counts are kept in the cell's region like everything else about a person. Thread-safe.
 */
public interface FactCounters {
    /**
     * Counts this content once, however often it comes, and says how many distinct contents of the author were counted
     * in each window up to now, this one included. A key that cannot be answered is left out.
     *
     * @param content a digest of the content's name, for telling a repeat
     */
    Facts countAndRead(AccountRef author, long content, Set<FactKey> wanted, Instant now);
}
