package io.gatehouse.jobs.retention;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureSite;
import java.time.Instant;
import java.util.Optional;

/** The cells that this process serves, with their objects, and what homes elsewhere hold. */
public interface RetentionCells extends Cells {
    ErasureSite site(RegionId region);

    /**
     * Whether a hold at the home of a guest keeps their data.
     *
     * @return empty when the home could not be asked: then nothing of theirs ends
     */
    Optional<Boolean> isHeldAtHome(AccountRef guest, Instant now);
}
