package io.gatehouse.sneaky;

import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.region.RegionId;
import java.util.Map;

/** What nobody may keep: readers of several cells. */
record SneakyHoard(Map<RegionId, CellReader> readers) {}
