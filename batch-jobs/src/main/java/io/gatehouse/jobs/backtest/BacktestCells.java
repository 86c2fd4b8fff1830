package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.region.RegionId;

/** The cells that this process serves, and what was said in them. */
public interface BacktestCells extends Cells {
    TrafficReader traffic(RegionId region);
}
