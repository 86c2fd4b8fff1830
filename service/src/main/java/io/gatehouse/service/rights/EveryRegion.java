package io.gatehouse.service.rights;

import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * All regions that this process serves: a person is erased from, and has a copy of, every one in which they have left
 * something. Nothing here carries data from one to another; a copy asks each region's gate.
 */
@Component
final class EveryRegion {
    private final ServedRegions regions;

    EveryRegion(ServedRegions regions) {
        this.regions = regions;
    }

    /** In the order of the topology. */
    List<ServedRegion> all() {
        return regions.all();
    }
}
