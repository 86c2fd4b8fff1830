package io.gatehouse.jobs;

import io.gatehouse.residency.region.RegionId;

/**
 * What a run goes through in one region: what is stored, by log index (a content by that of its first
 * decision).
 *
 * @param from first log index
 * @param to log index after the last; what is first decided while the run goes on lies beyond it
 */
public record RegionRange(RegionId region, long from, long to) {
    public RegionRange {
        if (from < 0 || to < from) throw new IllegalArgumentException("not a range of log indices: " + from + "-" + to);
    }
}
