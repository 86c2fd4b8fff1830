package io.gatehouse.residency.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Reads the three residency files together: most of what can be wrong is wrong between them. */
final class TopologyLoader {
    private static final String REGIONS = "regions.yaml";
    private static final String HOMES = "homes.yaml";
    private static final String TERRITORIES = "territories.csv";

    private final Path directory;
    private final List<ConfigurationFault> faults = new ArrayList<>();

    TopologyLoader(Path directory) {
        this.directory = directory;
    }

    Topology load() {
        var territories = new TerritoriesFile(TERRITORIES, faults).read(directory.resolve(TERRITORIES));
        var regionsFile = new RegionsFile(new YamlFile(REGIONS, faults));
        var regions = regionsFile.read(directory.resolve(REGIONS));
        territories.ifPresent(t -> regions.values().forEach(region -> checkLocation(region, t, regionsFile)));
        var homes = new HomesFile(new YamlFile(HOMES, faults), regions, regionsFile.named(), territories)
                .read(directory.resolve(HOMES));
        if (!faults.isEmpty() || territories.isEmpty()) throw new ConfigurationRejectedException(sorted());
        return new Topology(regions, homes, territories.get(), digest());
    }

    /** Machines of an EEA jurisdiction stand in the EEA, by the latest row of the table. */
    private void checkLocation(Region region, Territories territories, RegionsFile file) {
        if (!region.jurisdiction().eea()) return;
        var rows = territories.rowsOf(region.location());
        if (rows.isEmpty() || !rows.getLast().isEea())
            faults.add(new ConfigurationFault(
                    REGIONS,
                    file.lineOf(region.id(), "location"),
                    region.id() + " is of an EEA jurisdiction, but stands in " + region.location()
                            + ", which is not in the EEA",
                    ""));
    }

    private List<ConfigurationFault> sorted() {
        return faults.stream()
                .sorted(Comparator.comparing(ConfigurationFault::file).thenComparingInt(ConfigurationFault::line))
                .toList();
    }

    private String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var name : List.of(REGIONS, HOMES, TERRITORIES)) {
                // Name and length keep bytes from moving between files without being noticed.
                var bytes = Files.readAllBytes(directory.resolve(name));
                digest.update((name + " " + bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("the residency files vanished while they were read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
