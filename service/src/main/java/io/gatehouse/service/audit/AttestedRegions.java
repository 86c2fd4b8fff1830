package io.gatehouse.service.audit;

import io.gatehouse.jobs.attestation.AttestedCells;
import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The regions of this process, and what is attested of each that stands in none of its tables. */
@Component
public final class AttestedRegions implements AttestedCells {
    private final ServedRegions regions;

    AttestedRegions(ServedRegions regions) {
        this.regions = regions;
    }

    @Override
    public SortedSet<RegionId> served() {
        var served = new TreeSet<RegionId>();
        for (var region : regions.topology().regions()) if (regions.serves(region.id())) served.add(region.id());
        return served;
    }

    @Override
    public CellReader reader(RegionId region) {
        return regions.orMisdirected(region).cell().reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return regions.orMisdirected(region).cell().writer();
    }

    @Override
    public Attester attester(RegionId region) {
        return attester(regions.orMisdirected(region));
    }

    @Override
    public Map<String, String> facts(RegionId region) {
        return facts(regions.orMisdirected(region).region());
    }

    static Attester attester(ServedRegion region) {
        return region.cell().attester(region.store());
    }

    static Map<String, String> facts(Region region) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("region", region.id().value());
        facts.put("jurisdiction", region.jurisdiction().id());
        facts.put("location", region.location().value());
        facts.put("provider_location", region.providerLocation());
        facts.put("bucket", region.store().bucket());
        facts.put("region_key", region.keyId());
        facts.put("replicas", region.replicas().stream().map(RegionId::value).collect(Collectors.joining(",")));
        return facts;
    }
}
