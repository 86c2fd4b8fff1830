package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;

/** A region whose cell and objects may hold something of a person. */
public record ErasureSite(Cell cell, RegionStore store) {
    public RegionId region() {
        return cell.region();
    }
}
