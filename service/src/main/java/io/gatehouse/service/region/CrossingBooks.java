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
import java.util.Set;

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

    /** Writes down a refusal to read that no crossing describes: the reader's country is not known. */
    public long recordAccess(RegionId region, String id, Instant at, EntryFacts facts) {
        var book = books.get(region);
        if (book == null) throw new IllegalArgumentException("not served here: " + region);
        return book.record(SqlCrossingLedger.OPERATOR_ACCESS, id, at, false, facts);
    }

    /** Of the regions served here. */
    public Set<RegionId> regions() {
        return books.keySet();
    }

    /**
     * Crossings asked for from one moment to before another, oldest first, at most {@code limit}.
     *
     * @param region empty for every region served here
     */
    public List<RecordedCrossing> between(Optional<RegionId> region, Instant from, Instant to, int limit) {
        return between(SqlCrossingLedger.TRANSFER, region, from, to, limit);
    }

    /** Reads by operators from one moment to before another, permitted and refused. */
    public List<RecordedCrossing> accesses(Optional<RegionId> region, Instant from, Instant to, int limit) {
        return between(SqlCrossingLedger.OPERATOR_ACCESS, region, from, to, limit);
    }

    private List<RecordedCrossing> between(
            String kind, Optional<RegionId> region, Instant from, Instant to, int limit) {
        return books.entrySet().stream()
                .filter(book -> region.map(book.getKey()::equals).orElse(true))
                .flatMap(book -> book.getValue().between(kind, from, to, limit).stream())
                .sorted(Comparator.comparing(RecordedCrossing::at).thenComparing(RecordedCrossing::transferId))
                .limit(limit)
                .toList();
    }
}
