package io.gatehouse.residency.region;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code homes.yaml} and checks it against the regions and the territories. */
final class HomesFile {
    private final YamlFile yaml;
    private final Map<RegionId, Region> regions;
    private final Set<RegionId> namedRegions;
    private final Optional<Territories> territories;
    private final Map<CountryCode, List<HomesRow>> homes = new LinkedHashMap<>();

    /** @param namedRegions also those of {@code regions.yaml} that have faults of their own */
    HomesFile(
            YamlFile yaml,
            Map<RegionId, Region> regions,
            Set<RegionId> namedRegions,
            Optional<Territories> territories) {
        this.yaml = yaml;
        this.regions = regions;
        this.namedRegions = namedRegions;
        this.territories = territories;
    }

    Map<CountryCode, List<HomesRow>> read(Path path) {
        yaml.read(path).ifPresent(top -> {
            top.allowOnly(Set.of("homes", "unplaced"));
            top.mappings("homes").forEach(this::readHome);
            if (top.has("unplaced")) top.mappings("unplaced").forEach(this::readUnplaced);
        });
        return homes;
    }

    private void readHome(YamlFile.Fields fields) {
        fields.allowOnly(Set.of("region", "from", "to", "note", "review", "countries"));
        var region = fields.parsed("region", RegionId::new);
        var from = fields.parsed("from", LocalDate::parse);
        var to = fields.optionalParsed("to", LocalDate::parse);
        var note = fields.optionalText("note").orElse("");
        boolean review = fields.flag("review");
        var countries = countries(fields);
        if (region.isPresent() && !namedRegions.contains(region.get()))
            yaml.fault(fields.lineOf("region"), "unknown region '" + region.get() + "'", "known: " + namedRegions);
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get()))
            yaml.fault(fields.lineOf("to"), "'to' is before 'from'", "");
        if (region.isEmpty() || from.isEmpty()) return;
        countries.forEach(
                (country, line) -> add(new HomesRow(country, region.get(), from.get(), to, note, review, line)));
    }

    /** Codes without a home on purpose: they may not have one as well. */
    private void readUnplaced(YamlFile.Fields fields) {
        fields.allowOnly(Set.of("reason", "countries"));
        fields.text("reason");
        countries(fields).forEach((country, line) -> {
            if (homes.containsKey(country))
                yaml.fault(
                        line,
                        country + " is both placed and unplaced",
                        "placed at line " + homes.get(country).getFirst().line());
        });
    }

    private Map<CountryCode, Integer> countries(YamlFile.Fields fields) {
        var countries = new HashMap<CountryCode, Integer>();
        for (var text : fields.texts("countries")) {
            try {
                countries.put(new CountryCode(text.value()), text.line());
            } catch (IllegalArgumentException e) {
                yaml.fault(text.line(), String.valueOf(e.getMessage()), "");
            }
        }
        return countries;
    }

    private void add(HomesRow row) {
        var others = homes.computeIfAbsent(row.country(), _ -> new ArrayList<>());
        for (var other : others)
            if (Dates.overlap(Optional.of(row.from()), row.to(), Optional.of(other.from()), other.to()))
                yaml.fault(
                        row.line(),
                        row.country() + " has two homes on the same dates",
                        "the other: " + other.region() + ", line " + other.line());
        others.add(row);
        checkEea(row);
    }

    private void checkEea(HomesRow row) {
        var region = regions.get(row.region());
        if (region == null || region.jurisdiction().eea()) return;
        for (var territory : territories.map(t -> t.rowsOf(row.country())).orElse(List.of()))
            if (territory.isEeaSide()
                    && Dates.overlap(Optional.of(row.from()), row.to(), territory.from(), territory.to()))
                yaml.fault(
                        row.line(),
                        row.country() + " is homed in " + row.region()
                                + ", outside the EEA, in a period in which it is inside",
                        "territories.csv:" + territory.line() + " covers "
                                + territory.from().map(LocalDate::toString).orElse("any date") + " to "
                                + territory.to().map(LocalDate::toString).orElse("today"));
    }
}
