package io.gatehouse.jobs.exchange;

import io.gatehouse.residency.bank.ExchangeStore;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.region.RegionId;
import java.util.Optional;
import java.util.SortedSet;

/** The cells of this process and the way out of them, lent to exchanges. */
public interface ExchangeCells {
    SortedSet<RegionId> served();

    ExchangeStore exchanges(RegionId region);

    /** What a bank is about, as its keeper wrote it; empty where the region has no such bank. */
    Optional<String> categoryOf(RegionId region, String bank);

    /** Of a log entry, random and new. */
    String newEventId(RegionId region);

    /**
     * Leave to tell the other side of an exchange what people said of matches.
     *
     * @param hashes of how many, at most: each may be about somebody
     * @throws io.gatehouse.residency.crossing.CrossingRefused when the law on file says no; that is recorded
     */
    Passage pass(ExchangeSettings exchange, int hashes);
}
