package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.RegionId;

/**
 * A ruling as recorded.
 *
 * @param transferId {@code <region>.t.<random>}
 * @param log the region whose log holds the entry: the data's home
 * @param index of the entry
 */
public record Answer(String transferId, Crossing crossing, Ruling ruling, RegionId log, long index) {}
