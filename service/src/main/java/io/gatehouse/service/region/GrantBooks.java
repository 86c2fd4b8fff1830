package io.gatehouse.service.region;

import io.gatehouse.residency.operator.AccessGrant;
import io.gatehouse.residency.operator.GrantBook;
import io.gatehouse.residency.operator.SqlGrantBook;
import io.gatehouse.residency.region.RegionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The books of grants of the regions served here. */
public final class GrantBooks {
    private final Map<RegionId, SqlGrantBook> books;

    GrantBooks(Map<RegionId, SqlGrantBook> books) {
        this.books = books;
    }

    /** @throws IllegalArgumentException when the region is not served by this process */
    public GrantBook of(RegionId region) {
        var book = books.get(region);
        if (book == null) throw new IllegalArgumentException("not served here: " + region);
        return book;
    }

    /** Newest first, of one region or of every region served here, at most {@code limit}. */
    public List<AccessGrant> newest(Optional<RegionId> region, int limit) {
        return books.entrySet().stream()
                .filter(book -> region.map(book.getKey()::equals).orElse(true))
                .flatMap(book -> book.getValue().all(limit).stream())
                .sorted(Comparator.comparing(AccessGrant::requestedAt)
                        .reversed()
                        .thenComparing(AccessGrant::id))
                .limit(limit)
                .toList();
    }
}
