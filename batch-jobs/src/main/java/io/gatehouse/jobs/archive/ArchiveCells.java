package io.gatehouse.jobs.archive;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.region.RegionId;

/** The cells that this process serves, with their archives. */
public interface ArchiveCells extends Cells {
    Archive archive(RegionId region);
}
