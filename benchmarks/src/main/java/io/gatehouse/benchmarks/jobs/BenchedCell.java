package io.gatehouse.benchmarks.jobs;

import io.gatehouse.jobs.archive.ArchiveCells;
import io.gatehouse.jobs.backtest.BacktestCells;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The one cell that is measured. */
record BenchedCell(Cell cell) implements ArchiveCells, BacktestCells {
    @Override
    public SortedSet<RegionId> served() {
        return new TreeSet<>(List.of(cell.region()));
    }

    @Override
    public CellReader reader(RegionId region) {
        return cell.reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return cell.writer();
    }

    @Override
    public Archive archive(RegionId region) {
        return cell.archive();
    }

    @Override
    public TrafficReader traffic(RegionId region) {
        return cell.traffic();
    }
}
