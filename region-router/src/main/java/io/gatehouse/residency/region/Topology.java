package io.gatehouse.residency.region;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Regions, territories and homes as one consistent whole, read from {@code policies/residency}. Immutable. */
public final class Topology {
    private final Map<RegionId, Region> regions;
    private final Map<CountryCode, List<HomesRow>> homes;
    private final Map<CountryCode, Timeline<HomesRow>> timelines;
    private final Set<RegionId> eeaRegions;
    private final Territories territories;
    private final String digest;

    Topology(
            Map<RegionId, Region> regions,
            Map<CountryCode, List<HomesRow>> homes,
            Territories territories,
            String digest) {
        this.regions = regions;
        this.homes = homes;
        this.timelines = HashMap.newHashMap(homes.size());
        homes.forEach((country, rows) ->
                timelines.put(country, Timeline.of(rows, row -> Optional.of(row.from()), HomesRow::to)));
        this.eeaRegions = regions.values().stream()
                .filter(region -> region.jurisdiction().eea())
                .map(Region::id)
                .collect(Collectors.toCollection(HashSet::new));
        this.territories = territories;
        this.digest = digest;
    }

    /**
     * Reads {@code regions.yaml}, {@code homes.yaml} and {@code territories.csv}.
     *
     * @throws ConfigurationRejectedException with every fault of the three files
     */
    public static Topology load(Path directory) {
        return new TopologyLoader(directory).load();
    }

    /** In the order of the file. */
    public List<Region> regions() {
        return List.copyOf(regions.values());
    }

    public Optional<Region> region(RegionId id) {
        return Optional.ofNullable(regions.get(id));
    }

    /** Whether the region is of an EEA jurisdiction; false also for one that does not exist. */
    public boolean isEea(RegionId region) {
        return eeaRegions.contains(region);
    }

    /** Where people of the country are at home on that date; empty when no row says so. */
    public Optional<HomesRow> homeOf(CountryCode country, LocalDate date) {
        return Timeline.rowOn(timelines.get(country), date);
    }

    /** All placements of the country, in the order of the file; their periods do not overlap. */
    public List<HomesRow> homesOf(CountryCode country) {
        return List.copyOf(homes.getOrDefault(country, List.of()));
    }

    public Territories territories() {
        return territories;
    }

    /** Of the three files as read: 64 lower-case hexadecimal digits. */
    public String digest() {
        return digest;
    }
}
