package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The old cell's record of a migration.
 *
 * @param homeEpoch of the home that is left
 * @param transferId the crossing's, under which the gate let it pass
 * @param reason why the person stayed; null unless they did
 * @param first index of the person's first content here; with {@code last} it says where to look for what is left
 * @param digest over all that was carried, under the person's new key; null until it was verified
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Departure(
        String migrationId,
        AccountRef account,
        RegionId to,
        long homeEpoch,
        State state,
        String transferId,
        @Nullable String reason,
        Instant startedAt,
        @Nullable Instant endedAt,
        long first,
        long last,
        CarriedCounts counts,
        byte @Nullable [] digest) {
    /** How far it is, as the old cell sees it. */
    public enum State {
        /** Reads only; being copied, or copied and not yet switched. */
        MOVING,
        /** At home elsewhere; what is here is being removed. */
        LEFT,
        /** Proved: nothing is here any more. */
        GONE,
        /** The person is at home here as before. */
        STAYED
    }

    public boolean isUnderWay() {
        return state == State.MOVING || state == State.LEFT;
    }
}
