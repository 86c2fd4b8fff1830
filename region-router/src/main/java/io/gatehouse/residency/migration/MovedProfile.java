package io.gatehouse.residency.migration;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;

/** What becomes of a person's profile when their home does: it says from then on that the home is another. */
@FunctionalInterface
public interface MovedProfile {
    /**
     * Pure.
     *
     * @param profile as it was in the old cell, opened
     * @param at when the new cell was opened for it
     */
    byte[] in(RegionId region, byte[] profile, Instant at);
}
