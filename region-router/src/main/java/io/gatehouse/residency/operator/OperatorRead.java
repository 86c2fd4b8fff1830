package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wish to read personal data of one region.
 *
 * @param account whose data; null when that is not known before reading, or when it is more than one person's
 * @param recordId the decision or screening asked for; null for everything else. Random, so fit for logs
 * @param subjects how many people's data at most
 * @param instrument the safeguard on file that a platform's backend relies on; null for none
 */
public record OperatorRead(
        Actor reader,
        Purpose purpose,
        Set<DataKind> data,
        RegionId region,
        @Nullable AccountRef account,
        @Nullable String recordId,
        long subjects,
        @Nullable String instrument,
        Instant at) {
    public OperatorRead {
        data = Set.copyOf(data);
        if (data.isEmpty()) throw new IllegalArgumentException("a read names the kinds of data");
        if (subjects < 1) throw new IllegalArgumentException("a read is about at least one person: " + subjects);
    }
}
