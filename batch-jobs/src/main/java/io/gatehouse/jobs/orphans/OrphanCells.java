package io.gatehouse.jobs.orphans;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import java.util.SortedSet;

/** The cells that this process serves, with their objects, and the regions that there are. */
public interface OrphanCells extends Cells {
    CellEnd end(RegionId region);

    /** All of the topology: an object that no cell served here names may be named in another. */
    SortedSet<RegionId> known();
}
