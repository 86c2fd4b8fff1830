package io.gatehouse.service.region;

import io.gatehouse.residency.crossing.RecordedCrossing;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
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
