package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account as its cell knows it.
 *
 * @param profile empty once erased or moved, and of a guest
 * @param guests regions that hold, or were about to hold, content of this person as a guest; whoever erases, exports or
 *     moves the person asks there too. What an outage sheltered is not yet among them: see {@link
 *     io.gatehouse.residency.cell.GuestCells}
 * @param guestOf where a guest is at home, as far as this cell was told; null for all others
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Account(
        AccountRef account,
        long homeEpoch,
        AccountState state,
        byte[] profile,
        Instant createdAt,
        Set<RegionId> guests,
        @Nullable RegionId guestOf) {
    public Account {
        guests = Set.copyOf(guests);
    }
}
