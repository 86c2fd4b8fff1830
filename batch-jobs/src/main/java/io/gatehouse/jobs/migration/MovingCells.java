package io.gatehouse.jobs.migration;

import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;

/** What the program lends to the job: its cells, and the gate between them. */
public interface MovingCells {
    boolean serves(RegionId region);

    /** Only of regions that are served. */
    CellEnd end(RegionId region);

    /** A new migration's id. */
    String migrationId(RegionId from);

    /**
     * Leave to move so many people; recorded.
     *
     * @throws io.gatehouse.residency.crossing.CrossingRefused with every reason
     */
    Passage pass(RegionId from, RegionId to, LegalBasisClaim basis, long people);

    /** What the law on file says; nothing is recorded. */
    Ruling rule(RegionId from, RegionId to, LegalBasisClaim basis, long people);
}
