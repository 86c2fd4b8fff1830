package io.gatehouse.service.casework;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What was sent before, wherever it lies. A record stays in the region that received it, while the content that it is about may move, be
 * deleted or be erased: the same sent again is answered by the record, and never received a second time elsewhere.
 */
@Component
final class SentBefore {
    private static final Logger LOG = LoggerFactory.getLogger(SentBefore.class);

    private final ServedRegions regions;

    SentBefore(ServedRegions regions) {
        this.regions = regions;
    }

    /** @param look asked of each region that is served here; one that is away keeps no record from the others */
    <T> List<T> everywhere(Function<ServedRegion, Optional<T>> look) {
        var found = new ArrayList<T>();
        for (var region : regions.all())
            try {
                look.apply(region).ifPresent(found::add);
            } catch (DatabaseUnavailableException away) {
                LOG.warn("what was sent before is not looked for in {}, which is away", region.id());
            }
        return found;
    }
}
