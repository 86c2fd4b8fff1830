package io.gatehouse.jobs.report;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.region.RegionId;

/** The cells that this process serves, lent to reports. */
public interface RecordedCells extends Cells {
    CountedRecords records(RegionId region);
}
