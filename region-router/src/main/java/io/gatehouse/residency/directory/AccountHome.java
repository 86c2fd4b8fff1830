package io.gatehouse.residency.directory;

import io.gatehouse.residency.region.RegionId;

/**
 * Where an account is at home.
 *
 * @param epoch 1 for its first home, one more with every move: a cell refuses writes of another epoch
 */
public record AccountHome(RegionId region, long epoch) {
    public AccountHome {
        if (epoch < 1) throw new IllegalArgumentException("epochs start at 1: " + epoch);
    }
}
