package io.gatehouse.jobs.report;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.casework.CaseworkCounts;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.LogCounts;
import io.gatehouse.residency.region.RegionId;

/** The cells that this process serves, lent to reports: what counts in them is about nobody. */
public interface RecordedCells extends Cells {
    CountedRecords records(RegionId region);

    CaseworkCounts casework(RegionId region);

    LogCounts log(RegionId region);
}
