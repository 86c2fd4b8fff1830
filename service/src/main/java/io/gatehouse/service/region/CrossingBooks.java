package io.gatehouse.service.region;

import io.gatehouse.residency.crossing.RecordedCrossing;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The books of crossings of the regions served here, to be read. */
public final class CrossingBooks {
    private final Map<RegionId, SqlCrossingLedger> books;

    CrossingBooks(Map<RegionId, SqlCrossingLedger> books) {
        this.books = books;
    }

    /**
     * Writes down a ruling that stands on something else than a transfer of Chapter V: a use by another service.
     *
     * @return the index of its log entry
     */
    public long record(RegionId region, String id, Instant at, boolean isPermitted, EntryFacts facts) {
        var book = books.get(region);
        if (book == null) throw new IllegalArgumentException("not served here: " + region);
        return book.record(id, at, isPermitted, facts);
    }

    /**
     * Crossings asked for from one moment to before another, oldest first, at most {@code limit}.
     *
     * @param region empty for every region served here
     */
    public List<RecordedCrossing> between(Optional<RegionId> region, Instant from, Instant to, int limit) {
        return books.entrySet().stream()
                .filter(book -> region.map(book.getKey()::equals).orElse(true))
                .flatMap(book -> book.getValue().between(from, to, limit).stream())
                .sorted(Comparator.comparing(RecordedCrossing::at).thenComparing(RecordedCrossing::transferId))
                .limit(limit)
                .toList();
    }
}
