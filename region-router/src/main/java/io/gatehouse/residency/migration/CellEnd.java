package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;

/** One end of a migration: a cell and its objects. */
public record CellEnd(Cell cell, RegionStore store) {
    public CellEnd {
        if (!cell.region().equals(store.region()))
            throw new IllegalArgumentException("a cell of " + cell.region() + " with objects of " + store.region());
    }

    public RegionId region() {
        return cell.region();
    }
}
