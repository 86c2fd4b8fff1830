package io.gatehouse.service.audit;

import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.StoreStatement;
import io.gatehouse.service.region.RegionHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The topology as this process knows it, and what its own regions are made of and can promise. */
@RestController
final class RegionsController {
    private final ServedRegions regions;
    private final RegionHealth health;

    RegionsController(ServedRegions regions, RegionHealth health) {
        this.regions = regions;
        this.health = health;
    }

    /** Regions are asked beside each other. */
    @GetMapping("/v1/regions")
    Map<String, List<Map<String, Object>>> list() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var described = regions.topology().regions().stream()
                    .map(region -> threads.submit(() -> describe(region)))
                    .toList();
            threads.close(); // Waits for all of them.
            return Map.of("regions", described.stream().map(Future::resultNow).toList());
        }
    }

    private Map<String, Object> describe(Region region) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", region.id().value());
        fields.put("name", region.name());
        fields.put("jurisdiction", region.jurisdiction().id());
        fields.put("location", region.location().value());
        fields.put("provider_location", region.providerLocation());
        fields.put("endpoint", region.endpoint().toString());
        fields.put("key", region.keyId());
        fields.put("database_role", region.database());
        fields.put("replicas", region.replicas().stream().map(RegionId::value).toList());
        fields.put("failover", region.failover().stream().map(RegionId::value).toList());
        fields.put("served_here", regions.serves(region.id()));
        var store = new LinkedHashMap<String, Object>();
        store.put("kind", kind(region.store()));
        store.put("bucket", region.store().bucket());
        if (regions.serves(region.id())) {
            ServedRegion here = regions.orMisdirected(region.id());
            store.put("guarantees", guarantees(here.store().statement()));
            fields.put("health", health.of(here));
        }
        fields.put("store", store);
        return fields;
    }

    private static String kind(Region.StoreLocation store) {
        return switch (store) {
            case Region.StoreLocation.File _ -> "file";
            case Region.StoreLocation.S3 _ -> "s3";
        };
    }

    private static Map<String, Map<String, Object>> guarantees(StoreStatement statement) {
        var described = new LinkedHashMap<String, Map<String, Object>>();
        statement
                .claims()
                .forEach((guarantee, claim) ->
                        described.put(guarantee.id(), Map.of("enforced", claim.enforced(), "how", claim.how())));
        return described;
    }
}
