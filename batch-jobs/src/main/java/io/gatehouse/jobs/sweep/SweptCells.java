package io.gatehouse.jobs.sweep;

import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import java.util.SortedSet;

/** The cells that this process serves, lent to the sweep. */
public interface SweptCells {
    SortedSet<RegionId> served();

    CellEnd end(RegionId region);

    boolean isSameJurisdiction(RegionId one, RegionId other);
}
