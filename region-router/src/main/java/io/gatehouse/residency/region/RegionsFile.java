package io.gatehouse.residency.region;

import io.gatehouse.residency.database.DatabaseRoles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code regions.yaml} and checks what it says by itself. */
final class RegionsFile {
    private static final Set<String> REGION_FIELDS = Set.of(
            "id",
            "name",
            "jurisdiction",
            "location",
            "provider_location",
            "endpoint",
            "store",
            "key",
            "database",
            "replicas",
            "failover");
    private final YamlFile yaml;
    private final Map<String, Jurisdiction> jurisdictions = new LinkedHashMap<>();
    private final Map<RegionId, Region> regions = new LinkedHashMap<>();
    private final Map<RegionId, YamlFile.Fields> fieldsOf = new LinkedHashMap<>();
    /** Region ids of the file, also of regions that have other faults: they must not be reported as unknown too. */
    private final Set<RegionId> named = new java.util.LinkedHashSet<>();

    private final Map<String, RegionId> ownerOf = new HashMap<>();

    RegionsFile(YamlFile yaml) {
        this.yaml = yaml;
    }

    /** In file order, without those that could not be read. */
    Map<RegionId, Region> read(Path path) {
        yaml.read(path).ifPresent(top -> {
            top.allowOnly(Set.of("jurisdictions", "regions"));
            top.mappings("jurisdictions").forEach(this::readJurisdiction);
            top.mappings("regions").forEach(this::readRegion);
            regions.values().forEach(this::checkStandIns);
        });
        return regions;
    }

    Set<RegionId> named() {
        return named;
    }

    int lineOf(RegionId region, String field) {
        var fields = fieldsOf.get(region);
        return fields == null ? 0 : fields.lineOf(field);
    }

    private void readJurisdiction(YamlFile.Fields fields) {
        fields.allowOnly(Set.of("id", "name", "eea"));
        var id = fields.text("id");
        var name = fields.text("name");
        boolean eea = fields.flag("eea");
        if (id.isEmpty() || name.isEmpty()) return;
        if (jurisdictions.put(id.get(), new Jurisdiction(id.get(), name.get(), eea)) != null)
            yaml.fault(fields.lineOf("id"), "jurisdiction '" + id.get() + "' appears twice", "");
    }

    private void readRegion(YamlFile.Fields fields) {
        fields.allowOnly(REGION_FIELDS);
        var id = fields.parsed("id", RegionId::new);
        id.ifPresent(named::add);
        var name = fields.text("name");
        var jurisdiction = fields.text("jurisdiction").flatMap(value -> jurisdiction(fields, value));
        var location = fields.parsed("location", CountryCode::new);
        var providerLocation = fields.text("provider_location");
        var endpoint = fields.parsed("endpoint", StoreFields::endpoint);
        var store = fields.mapping("store")
                .flatMap(found -> new StoreFields(yaml, found, providerLocation, location).read());
        var key = fields.text("key");
        var database = fields.parsed("database", RegionsFile::database);
        var replicas = regionIds(fields, "replicas");
        var failover = regionIds(fields, "failover");
        if (id.isEmpty()) return;
        key.ifPresent(value -> checkKey(fields, id.get(), value));
        if (fieldsOf.putIfAbsent(id.get(), fields) != null) {
            yaml.fault(fields.lineOf("id"), "region '" + id.get() + "' appears twice", "");
            return;
        }
        store.ifPresent(s -> claim(fields.lineOf("store"), "bucket", s.bucket(), id.get()));
        database.ifPresent(d -> claim(fields.lineOf("database"), "database", d, id.get()));
        if (name.isEmpty() || jurisdiction.isEmpty() || location.isEmpty() || providerLocation.isEmpty()) return;
        if (endpoint.isEmpty() || store.isEmpty() || key.isEmpty() || database.isEmpty()) return;
        regions.put(
                id.get(),
                new Region(
                        id.get(),
                        name.get(),
                        jurisdiction.get(),
                        location.get(),
                        providerLocation.get(),
                        endpoint.get(),
                        store.get(),
                        key.get(),
                        database.get(),
                        replicas,
                        failover));
    }

    private Optional<Jurisdiction> jurisdiction(YamlFile.Fields fields, String id) {
        var found = Optional.ofNullable(jurisdictions.get(id));
        if (found.isEmpty())
            yaml.fault(
                    fields.lineOf("jurisdiction"),
                    "unknown jurisdiction '" + id + "'",
                    "known: " + jurisdictions.keySet());
        return found;
    }

    private static String database(String value) {
        if (!DatabaseRoles.isName(value)) throw new IllegalArgumentException("not a database name: '" + value + "'");
        return value;
    }

    private void checkKey(YamlFile.Fields fields, RegionId id, String key) {
        if (!Pattern.matches(Pattern.quote(id.value()) + "/[1-9][0-9]{0,8}", key))
            yaml.fault(
                    fields.lineOf("key"),
                    "the key '" + key + "' does not name its region",
                    "a region key never serves two regions; expected " + id + "/<version>");
    }

    private void claim(int line, String kind, String name, RegionId region) {
        var owner = ownerOf.putIfAbsent(kind + " " + name, region);
        if (owner != null)
            yaml.fault(line, kind + " '" + name + "' already belongs to " + owner, "cells share nothing");
    }

    private List<RegionId> regionIds(YamlFile.Fields fields, String name) {
        var ids = new ArrayList<RegionId>();
        for (var text : fields.texts(name)) {
            try {
                ids.add(new RegionId(text.value()));
            } catch (IllegalArgumentException e) {
                yaml.fault(text.line(), String.valueOf(e.getMessage()), "");
            }
        }
        return ids;
    }

    private void checkStandIns(Region region) {
        checkStandIns(region, "replicas", "replica", region.replicas());
        checkStandIns(region, "failover", "failover target", region.failover());
    }

    private void checkStandIns(Region region, String field, String what, List<RegionId> targets) {
        int line = lineOf(region.id(), field);
        for (var target : targets) {
            if (target.equals(region.id())) yaml.fault(line, region.id() + " is its own " + what, "");
            if (!named.contains(target)) yaml.fault(line, "unknown region '" + target + "'", "known: " + named);
            var other = regions.get(target);
            if (other != null && !other.jurisdiction().equals(region.jurisdiction()))
                yaml.fault(
                        line,
                        "the " + what + " " + target + " of " + region.id() + " is in another jurisdiction ("
                                + other.jurisdiction().id() + ", not "
                                + region.jurisdiction().id() + ")",
                        "data does not leave its jurisdiction by replication or failover");
        }
        if (Set.copyOf(targets).size() < targets.size()) yaml.fault(line, "a " + what + " is named twice", "");
    }
}
