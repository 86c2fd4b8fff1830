package io.gatehouse.benchmarks.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dated data files, read as their own comments say and without any of the product's code. */
final class DataFiles {
    private final List<Home> homes = new ArrayList<>();
    private final List<Territory> territories = new ArrayList<>();
    private final Map<String, Region> regions = new LinkedHashMap<>();

    /** @param from and {@code to} inclusive; null means open */
    record Home(
            String region,
            String country,
            LocalDate from,
            @Nullable LocalDate to) {}

    /** @param adequateSince the day of the Union's adequacy decision; null means that there is none */
    record Territory(
            String code,
            boolean eea,
            boolean inside,
            @Nullable LocalDate adequateSince,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {}

    record Region(String id, boolean eea, String jurisdiction, String location, List<String> failover) {}

    static DataFiles read(Path residency) {
        var files = new DataFiles();
        files.readRegions(yaml(residency.resolve("regions.yaml")));
        files.readHomes(yaml(residency.resolve("homes.yaml")));
        files.readTerritories(residency.resolve("territories.csv"));
        return files;
    }

    @SuppressWarnings("unchecked") // The files' own shape; anything else fails at once.
    static Map<String, Object> yaml(Path file) {
        try {
            return (Map<String, Object>)
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> rows(Map<String, Object> file, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(file.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private void readRegions(Map<String, Object> file) {
        var eea = new LinkedHashMap<String, Boolean>();
        for (var row : rows(file, "jurisdictions")) eea.put(text(row, "id"), (Boolean) row.get("eea"));
        for (var row : rows(file, "regions")) {
            String jurisdiction = text(row, "jurisdiction");
            var failover = (List<String>) row.getOrDefault("failover", List.of());
            regions.put(
                    text(row, "id"),
                    new Region(
                            text(row, "id"),
                            Objects.requireNonNull(eea.get(jurisdiction)),
                            jurisdiction,
                            text(row, "location"),
                            failover));
        }
    }

    @SuppressWarnings("unchecked")
    private void readHomes(Map<String, Object> file) {
        for (var row : rows(file, "homes"))
            for (var country : (List<String>) Objects.requireNonNull(row.get("countries")))
                homes.add(new Home(
                        text(row, "region"), country, LocalDate.parse(text(row, "from")), date(row.get("to"))));
    }

    private void readTerritories(Path file) {
        try (var in = Files.newBufferedReader(file);
                var rows = CSVParser.parse(
                        in,
                        CSVFormat.RFC4180
                                .builder()
                                .setHeader()
                                .setSkipHeaderRecord(true)
                                .get())) {
            for (var row : rows) {
                // A blank eea means that it was not evaluated: membership speaks for it.
                boolean eea = row.get("eea").isEmpty()
                        ? row.get("eu_member").equals("y")
                        : row.get("eea").equals("y");
                territories.add(new Territory(
                        row.get("iso2"),
                        eea,
                        eea || row.get("gdpr_applies").equals("y"),
                        date(row.get("adequacy_since")),
                        date(row.get("valid_from")),
                        date(row.get("valid_to"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Map<String, Object> row, String key) {
        return Objects.requireNonNull(row.get(key), key).toString();
    }

    static @Nullable LocalDate date(@Nullable Object value) {
        return value == null || value.toString().isEmpty() ? null : LocalDate.parse(value.toString());
    }

    static boolean covers(@Nullable LocalDate from, @Nullable LocalDate to, LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    /** Where people of a country are at home on a day; empty: nowhere. */
    Optional<String> regionOf(String country, LocalDate day) {
        return homes.stream()
                .filter(home -> home.country().equals(country) && covers(home.from(), home.to(), day))
                .map(Home::region)
                .findFirst();
    }

    private Optional<Territory> territory(String country, LocalDate day) {
        var listed = territories.stream().anyMatch(row -> row.code().equals(country));
        return territories.stream()
                .filter(row -> row.code().equals(listed ? country : "*") && covers(row.from(), row.to(), day))
                .findFirst();
    }

    /** Whether Union data protection law holds for people there on that day. */
    boolean isInside(String country, LocalDate day) {
        return territory(country, day).map(Territory::inside).orElse(false);
    }

    boolean isEea(String country, LocalDate day) {
        return territory(country, day).map(Territory::eea).orElse(false);
    }

    /** Whether the Union has found the country adequate, for whomever. */
    boolean isAdequate(String country, LocalDate day) {
        return territory(country, day)
                .map(Territory::adequateSince)
                .filter(since -> !day.isBefore(since))
                .isPresent();
    }

    Region region(String id) {
        return Objects.requireNonNull(regions.get(id), id);
    }

    List<Region> regions() {
        return List.copyOf(regions.values());
    }

    List<Home> homes() {
        return List.copyOf(homes);
    }

    /** Every country that is placed at all, in order. */
    List<String> countries() {
        var countries = new TreeSet<String>();
        for (var home : homes) countries.add(home.country());
        return List.copyOf(countries);
    }
}
