package io.gatehouse.jobs.index;

import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.search.CellIndex;
import java.util.Optional;

/** The indexes of the regions that this process serves. Asked only for those. */
public interface CellIndexes {
    /** Empty where search is switched off. */
    Optional<CellIndex> index(RegionId region);

    SearchFeed feed(RegionId region);
}
