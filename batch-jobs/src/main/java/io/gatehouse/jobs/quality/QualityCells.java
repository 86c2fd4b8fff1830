package io.gatehouse.jobs.quality;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.casework.QualityRecords;
import io.gatehouse.residency.region.RegionId;

/** The cells that this process serves, and what people decided in them. */
public interface QualityCells extends Cells {
    QualityRecords quality(RegionId region);
}
