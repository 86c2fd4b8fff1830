package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;

/**
 * The new cell's record of a migration.
 *
 * @param homeEpoch of the home that is entered
 * @param cursor the last content index of the old cell that was copied; -1 for none
 * @param digest over what was copied so far, under the person's new key
 * @param wasGuest whether the cell held content of the person as a guest's before
 * @param logIndex of the entry that says that the person arrived; -1 until then
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record Arrival(
        String migrationId,
        AccountRef account,
        RegionId from,
        long homeEpoch,
        State state,
        long cursor,
        byte[] digest,
        CarriedCounts counts,
        boolean wasGuest,
        long logIndex) {
    /** How far it is, as the new cell sees it. */
    public enum State {
        /** Contents come page by page; nobody reads them here yet. */
        COPYING,
        /** Read back, and the same as what was sent. */
        VERIFIED,
        /** At home here. */
        ARRIVED,
        /** Given up; what had come was removed. */
        WITHDRAWN
    }
}
