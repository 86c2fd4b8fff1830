package io.gatehouse.residency.conversation;

import io.gatehouse.residency.conversation.ConversationRules.Row;
import io.gatehouse.residency.conversation.ConversationRules.Seat;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.Jurisdiction;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.residency.region.YamlFile.Fields;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code conversations.yaml} and reports every fault with its line. */
final class ConversationRulesFile {
    private static final String FILE = "conversations.yaml";
    private static final String RULES =
            Arrays.stream(PlacementRule.values()).map(PlacementRule::wireName).collect(Collectors.joining(", "));

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);
    private final Map<String, Jurisdiction> jurisdictions = new LinkedHashMap<>();
    private final Topology topology;

    ConversationRulesFile(Topology topology) {
        this.topology = topology;
        topology.regions().stream()
                .map(Region::jurisdiction)
                .forEach(jurisdiction -> jurisdictions.put(jurisdiction.id(), jurisdiction));
    }

    ConversationRules load(Path directory) {
        var rules = yaml.read(directory.resolve(FILE)).map(this::rules);
        if (!faults.isEmpty() || rules.isEmpty()) {
            faults.sort(Comparator.comparingInt(ConfigurationFault::line));
            throw new ConfigurationRejectedException(faults);
        }
        return rules.get();
    }

    private ConversationRules rules(Fields top) {
        top.allowOnly(Set.of("strictness", "rules"));
        var strictness = strictness(top);
        var rows = new ArrayList<Row>();
        for (var fields : top.mappings("rules")) row(fields).ifPresent(row -> add(row, rows));
        return new ConversationRules(strictness, rows);
    }

    private List<Seat> strictness(Fields top) {
        var seats = new ArrayList<Seat>();
        boolean lax = false;
        for (var fields : top.mappings("strictness")) {
            fields.allowOnly(Set.of("jurisdiction", "seat"));
            var seat = seat(fields);
            if (seat.isEmpty()) continue;
            var name = seat.get().jurisdiction();
            if (seats.stream().anyMatch(other -> other.jurisdiction().equals(name)))
                yaml.fault(fields.line(), "'" + name + "' appears twice", "");
            boolean eea = Objects.requireNonNull(jurisdictions.get(name)).eea();
            if (eea && lax)
                yaml.fault(
                        fields.line(),
                        "'" + name + "' is of the EEA and stands behind one that is not",
                        "content of people of the EEA would be taken out of it");
            lax |= !eea;
            seats.add(seat.get());
        }
        for (var name : jurisdictions.keySet())
            if (seats.stream().noneMatch(seat -> seat.jurisdiction().equals(name)))
                yaml.fault(
                        top.lineOf("strictness"), "'" + name + "' is not ordered", "every jurisdiction has its place");
        return seats;
    }

    private Optional<Seat> seat(Fields fields) {
        var name = fields.text("jurisdiction");
        var region = fields.parsed("seat", RegionId::new);
        if (name.isPresent() && !jurisdictions.containsKey(name.get())) {
            yaml.fault(
                    fields.lineOf("jurisdiction"),
                    "no such jurisdiction: '" + name.get() + "'",
                    "known: " + jurisdictions.keySet());
            return Optional.empty();
        }
        if (name.isEmpty() || region.isEmpty()) return Optional.empty();
        boolean fits = topology.region(region.get())
                .map(found -> found.jurisdiction().id().equals(name.get()))
                .orElse(false);
        if (!fits) yaml.fault(fields.lineOf("seat"), region.get() + " is not a region of '" + name.get() + "'", "");
        return Optional.of(new Seat(name.get(), region.get()));
    }

    private Optional<Row> row(Fields fields) {
        fields.allowOnly(Set.of("surfaces", "service", "from", "to", "rule", "unknown", "source", "verified"));
        var surfaces = new LinkedHashSet<String>();
        fields.texts("surfaces").forEach(text -> surfaces.add(text.value()));
        if (surfaces.isEmpty()) yaml.fault(fields.lineOf("surfaces"), "'surfaces' names none", "");
        var service = fields.optionalText("service");
        var from = fields.parsed("from", LocalDate::parse);
        var to = fields.optionalParsed("to", LocalDate::parse);
        var rule = fields.parsed(
                "rule",
                name -> PlacementRule.ofWireName(name)
                        .orElseThrow(() -> new IllegalArgumentException("none of " + RULES + ": '" + name + "'")));
        var unknown = fields.parsed(
                "unknown",
                name -> UnknownMembers.ofWireName(name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("neither strictest nor refuse: '" + name + "'")));
        var source = fields.text("source");
        boolean verified = fields.flag("verified");
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get()))
            yaml.fault(fields.lineOf("to"), "'to' is before 'from'", "");
        if (from.isEmpty() || rule.isEmpty() || unknown.isEmpty() || source.isEmpty()) return Optional.empty();
        return Optional.of(new Row(
                surfaces, service, from.get(), to, rule.get(), unknown.get(), source.get(), verified, fields.line()));
    }

    private void add(Row row, List<Row> rows) {
        for (var other : rows)
            if (other.service().equals(row.service())
                    && !java.util.Collections.disjoint(other.surfaces(), row.surfaces())
                    && overlap(other, row))
                yaml.fault(row.line(), "a surface has two rules for the same days", "the other: line " + other.line());
        rows.add(row);
    }

    private static boolean overlap(Row a, Row b) {
        return !a.from().isAfter(b.to().orElse(LocalDate.MAX)) && !b.from().isAfter(a.to().orElse(LocalDate.MAX));
    }
}
