package io.gatehouse.service.migration;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.migration.ShelterLook;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Asks the cells of a home's jurisdiction, which alone give shelter, whether something of people who are about to move lies
 * there. What is learned is who must wait, and nothing of what lies there.
 */
@Component
final class OtherShelters implements ShelterLook {
    private final ServedRegions regions;
    private final CellHealth health;
    private final boolean isSheltering;

    OtherShelters(ServedRegions regions, CellHealth health, GatehouseProperties properties) {
        this.regions = regions;
        this.health = health;
        this.isSheltering = !properties.failover().surfaces().isEmpty();
    }

    @Override
    public Map<AccountRef, RegionId> find(RegionId home, RegionId to, Collection<AccountRef> people) {
        var waiting = new HashMap<AccountRef, RegionId>();
        for (var other : others(home, to)) {
            // Where nobody is sheltered, a region of another process is not asked: no process shelters in what it does
            // not serve.
            if (!regions.serves(other) && !isSheltering) continue;
            for (var account : among(other, people)) waiting.put(account, other);
        }
        return waiting;
    }

    private List<RegionId> others(RegionId home, RegionId to) {
        var jurisdiction = regions.topology().region(home).orElseThrow().jurisdiction();
        return regions.topology().regions().stream()
                .filter(region -> region.jurisdiction().equals(jurisdiction))
                .map(Region::id)
                .filter(region -> !region.equals(home) && !region.equals(to))
                .toList();
    }

    /** Everybody, when the region does not say. */
    private Collection<AccountRef> among(RegionId region, Collection<AccountRef> people) {
        if (!regions.serves(region) || health.isDown(region)) return people;
        try {
            return sheltered(regions.orMisdirected(region), people);
        } catch (DatabaseUnavailableException | DatabaseBusyException _) {
            return people;
        }
    }

    private static Set<AccountRef> sheltered(ServedRegion region, Collection<AccountRef> people) {
        return region.cell().shelter().among(people);
    }
}
