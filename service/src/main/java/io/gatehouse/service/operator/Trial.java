package io.gatehouse.service.operator;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.access.Holder;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether this is a trial: all cells on one machine, and whoever started it did not say in which country they sit. Then keys
 * without a country are taken to sit beside the data that they read, and every entry says that this was assumed. With
 * {@code --country} it is no trial, and such keys read nothing personal.
 */
@Component
public final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

    private final boolean isOn;
    private final Topology topology;

    Trial(GatehouseProperties properties, Topology topology) {
        this.isOn = properties.firstKey().country() == null;
        this.topology = topology;
        if (isOn)
            LOG.warn("nobody said in which country the operator sits (--country): for a trial on one machine, keys"
                    + " without a country are taken to sit beside the data they read, and the log says so");
    }

    /** Whoever holds a key of these roles, taken to sit where the region's machines stand; empty when this is no trial. */
    Optional<Holder> besideTheData(Set<Role> roles, RegionId region) {
        if (!isOn) return Optional.empty();
        return topology.region(region).map(row -> new Holder(Holder.usualKind(roles), row.location(), null));
    }
}
