package io.gatehouse.service.region;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;

/** One region that this process serves: its place in the topology, its cell and its objects. */
public record ServedRegion(Region region, Cell cell, RegionStore store) {
    public RegionId id() {
        return region.id();
    }
}
