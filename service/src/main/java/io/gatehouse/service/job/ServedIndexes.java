package io.gatehouse.service.job;

import io.gatehouse.jobs.index.CellIndexes;
import io.gatehouse.residency.cell.SearchFeed;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.search.CellIndex;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.search.SearchIndexes;
import java.util.Optional;

/** The indexes of this process, lent to the job that makes them anew. */
record ServedIndexes(ServedRegions regions, SearchIndexes indexes) implements CellIndexes {
    @Override
    public Optional<CellIndex> index(RegionId region) {
        return indexes.find(region);
    }

    @Override
    public SearchFeed feed(RegionId region) {
        return regions.orMisdirected(region).cell().searchFeed();
    }
}
