package io.gatehouse.service.operator;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Personal data that a request is about to read.
 *
 * @param recordId of a decision or screening: random, so fit for logs
 * @param subjects how many people's data at most
 */
public record Wanted(
        RegionId region,
        Set<DataKind> data,
        @Nullable AccountRef account,
        @Nullable String recordId,
        long subjects) {
    public Wanted {
        data = Set.copyOf(data);
    }

    /** Data of one person who is known. */
    public static Wanted ofAccount(RegionId region, AccountRef account, DataKind... data) {
        return new Wanted(region, Set.of(data), account, null, 1);
    }

    /** One decision or screening, by its id. */
    public static Wanted ofRecord(RegionId region, String recordId, DataKind... data) {
        return new Wanted(region, Set.of(data), null, recordId, 1);
    }

    /** Data of several people of a region. */
    public static Wanted ofMany(RegionId region, long subjects, DataKind... data) {
        return new Wanted(region, Set.of(data), null, null, subjects);
    }
}
