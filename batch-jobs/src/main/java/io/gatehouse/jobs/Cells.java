package io.gatehouse.jobs;

import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.region.RegionId;
import java.util.SortedSet;

/** The cells that this process serves. Asked only for regions of {@link #served}. */
public interface Cells {
    SortedSet<RegionId> served();

    CellReader reader(RegionId region);

    CellWriter writer(RegionId region);
}
