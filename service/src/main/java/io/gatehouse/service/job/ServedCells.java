package io.gatehouse.service.job;

import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cells of this process, lent to jobs. */
final class ServedCells implements BacktestCells {
    private final SortedMap<RegionId, Cell> cells = new TreeMap<>();

    ServedCells(ServedRegions regions) {
        for (ServedRegion region : regions.all()) cells.put(region.id(), region.cell());
    }

    @Override
    public SortedSet<RegionId> served() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(cells.keySet()));
    }

    @Override
    public CellReader reader(RegionId region) {
        return cell(region).reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return cell(region).writer();
    }

    @Override
    public TrafficReader traffic(RegionId region) {
        return cell(region).traffic();
    }

    private Cell cell(RegionId region) {
        Cell cell = cells.get(region);
        if (cell == null) throw new IllegalArgumentException("not served here: " + region);
        return cell;
    }
}
