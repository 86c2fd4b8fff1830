package io.gatehouse.residency.region;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Regions, territories and homes as one consistent whole, read from {@code policies/residency}. Immutable. */
public final class Topology {
    private final Map<RegionId, Region> regions;
    private final Map<CountryCode, List<HomesRow>> homes;
    private final Territories territories;
    private final String digest;

    Topology(
            Map<RegionId, Region> regions,
            Map<CountryCode, List<HomesRow>> homes,
            Territories territories,
            String digest) {
        this.regions = regions;
        this.homes = homes;
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

    /** Where people of the country are at home on that date; empty when no row says so. */
    public Optional<HomesRow> homeOf(CountryCode country, LocalDate date) {
        for (var row : homes.getOrDefault(country, List.of())) if (row.covers(date)) return Optional.of(row);
        return Optional.empty();
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
