package io.gatehouse.service.audit;

import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The topology as this process knows it. */
@RestController
final class RegionsController {
    private final ServedRegions regions;

    RegionsController(ServedRegions regions) {
        this.regions = regions;
    }

    @GetMapping("/v1/regions")
    Map<String, List<Map<String, Object>>> list() {
        return Map.of(
                "regions",
                regions.topology().regions().stream().map(this::describe).toList());
    }

    private Map<String, Object> describe(Region region) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", region.id().value());
        fields.put("name", region.name());
        fields.put("jurisdiction", region.jurisdiction().id());
        fields.put("location", region.location().value());
        fields.put("endpoint", region.endpoint().toString());
        fields.put("replicas", region.replicas().stream().map(RegionId::value).toList());
        fields.put("failover", region.failover().stream().map(RegionId::value).toList());
        fields.put("served_here", regions.serves(region.id()));
        return fields;
    }
}
