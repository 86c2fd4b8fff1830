package io.gatehouse.residency.crossing;

import io.gatehouse.residency.crossing.TransferRules.Adequate;
import io.gatehouse.residency.crossing.TransferRules.Days;
import io.gatehouse.residency.crossing.TransferRules.DerogationLimit;
import io.gatehouse.residency.crossing.TransferRules.Instrument;
import io.gatehouse.residency.crossing.TransferRules.Limit;
import io.gatehouse.residency.crossing.TransferRules.Origin;
import io.gatehouse.residency.crossing.TransferRules.Registered;
import io.gatehouse.residency.crossing.TransferRules.Scoped;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.residency.region.YamlFile.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code transfers.yaml} and reports every fault with its line. */
final class TransferRulesFile {
    private static final String FILE = "transfers.yaml";
    private static final String EEA = "EEA";
    /** The letters of GDPR Art. 49(1), and its last subparagraph. */
    static final Set<String> LETTERS = Set.of("a", "b", "c", "d", "e", "f", "g", "compelling");

    private final Topology topology;
    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);

    TransferRulesFile(Topology topology) {
        this.topology = topology;
    }

    TransferRules load(Path directory) {
        var rules = yaml.read(directory.resolve(FILE)).map(this::rules);
        if (!faults.isEmpty() || rules.isEmpty()) {
            faults.sort(Comparator.comparingInt(ConfigurationFault::line));
            throw new ConfigurationRejectedException(faults);
        }
        return rules.get();
    }

    private TransferRules rules(Fields top) {
        top.allowOnly(Set.of(
                "limits",
                "purposes",
                "refused_purposes",
                "origins",
                "scoped",
                "recipients",
                "instruments",
                "derogations"));
        var limits = top.mapping("limits");
        limits.ifPresent(l -> l.allowOnly(Set.of("passage_hours", "adequacy_subjects_per_day")));
        var purposes = new LinkedHashMap<Purpose, Set<DataKind>>();
        for (var row : top.mappings("purposes")) {
            row.allowOnly(Set.of("id", "name", "data"));
            row.text("name");
            var kinds = dataKinds(row);
            row.parsed("id", Purpose::new).ifPresent(id -> once(row, purposes.put(id, kinds), id));
        }
        var refused = new LinkedHashMap<Purpose, String>();
        for (var row : top.mappings("refused_purposes")) {
            row.allowOnly(Set.of("id", "reason"));
            var reason = row.text("reason").orElse("");
            row.parsed("id", Purpose::new).ifPresent(id -> once(row, refused.put(id, reason), id));
        }
        for (var id : refused.keySet())
            if (purposes.containsKey(id))
                yaml.fault(top.lineOf("refused_purposes"), "'" + id + "' is both a purpose and refused", "keep one");
        var origins = top.mappings("origins").stream().map(this::origin).toList();
        var recipients = new HashMap<String, Registered>();
        for (var row : top.mappings("recipients"))
            recipient(row).ifPresent(r -> once(row, recipients.put(r.id(), r), r.id()));
        var originIds = new LinkedHashSet<>(origins.stream().map(Origin::id).toList());
        var instruments = new HashMap<String, Instrument>();
        for (var row : top.mappings("instruments")) {
            var instrument = instrument(row, purposes.keySet(), originIds, recipients);
            once(row, instruments.put(instrument.id(), instrument), instrument.id());
        }
        var derogations = new HashMap<String, DerogationLimit>();
        for (var row : top.mappings("derogations")) {
            var limit = derogation(row, purposes.keySet());
            once(row, derogations.put(limit.letter(), limit), limit.letter());
        }
        return new TransferRules(
                Duration.ofHours(limits.map(l -> number(l, "passage_hours")).orElse(1L)),
                limits.map(l -> number(l, "adequacy_subjects_per_day")).orElse(1L),
                purposes,
                refused,
                origins,
                top.mappings("scoped").stream()
                        .flatMap(row -> scoped(row).stream())
                        .toList(),
                recipients,
                instruments,
                derogations);
    }

    private void once(Fields row, Object earlier, Object id) {
        if (earlier != null) yaml.fault(row.line(), "'" + id + "' appears twice", "ids are used once");
    }

    private Origin origin(Fields row) {
        row.allowOnly(Set.of("id", "law", "inside", "adequate"));
        var inside = places(row, "inside");
        var adequate = row.mappings("adequate").stream().map(this::adequate).toList();
        return new Origin(
                row.text("id").orElse(""), row.text("law").orElse(""), inside.eea, inside.countries, adequate);
    }

    private Adequate adequate(Fields row) {
        row.allowOnly(
                Set.of("countries", "purposes", "from", "to", "framework", "sector", "scope", "source", "verified"));
        var places = places(row, "countries");
        return new Adequate(
                places.eea,
                places.countries,
                row.has("purposes") ? Set.copyOf(parsed(row, "purposes", Purpose::new)) : Set.of(),
                days(row, "from", "to"),
                limit(row),
                row.text("scope").orElse(""),
                row.text("source").orElse(""),
                row.flag("verified"));
    }

    private Optional<Scoped> scoped(Fields row) {
        row.allowOnly(Set.of("country", "from", "to", "framework", "sector"));
        var limit = limit(row);
        if (limit.isEmpty())
            yaml.fault(row.line(), "neither 'framework' nor 'sector'", "say whom the decision reaches");
        var days = days(row, "from", "to");
        return row.parsed("country", CountryCode::new).map(country -> new Scoped(country, days, limit));
    }

    private static Limit limit(Fields row) {
        return new Limit(row.optionalText("framework"), row.optionalText("sector"));
    }

    private Optional<Registered> recipient(Fields row) {
        row.allowOnly(Set.of("id", "name", "country", "sector", "frameworks", "regions", "operators_in"));
        row.text("name");
        var frameworks = new HashMap<String, Days>();
        if (row.has("frameworks"))
            for (var each : row.mappings("frameworks")) {
                each.allowOnly(Set.of("id", "from", "to", "source"));
                each.text("source");
                var days = days(each, "from", "to");
                each.text("id").ifPresent(id -> frameworks.put(id, days));
            }
        var regions = row.has("regions") ? parsed(row, "regions", RegionId::new) : Set.<RegionId>of();
        for (var region : regions)
            if (topology.region(region).isEmpty())
                yaml.fault(row.lineOf("regions"), "no such region: " + region, "see regions.yaml");
        var operators = row.has("operators_in") ? parsed(row, "operators_in", CountryCode::new) : Set.<CountryCode>of();
        var sector = row.text("sector").orElse("");
        var id = row.parsed("id", Recipient::new);
        return row.parsed("country", CountryCode::new)
                .flatMap(country -> id.map(
                        r -> new Registered(r.id(), country, sector, Map.copyOf(frameworks), regions, operators)));
    }

    private Instrument instrument(
            Fields row, Set<Purpose> purposes, Set<String> origins, Map<String, Registered> recipients) {
        row.allowOnly(Set.of(
                "id",
                "type",
                "recipient",
                "countries",
                "data",
                "purposes",
                "origins",
                "assessment",
                "assessed_on",
                "assessment_valid_to",
                "from",
                "to",
                "revoked_on",
                "approver",
                "subjects_per_day"));
        var recipient = row.text("recipient").orElse("");
        if (!recipient.isEmpty() && !recipients.containsKey(recipient))
            yaml.fault(row.lineOf("recipient"), "no such recipient: '" + recipient + "'", "add it to recipients");
        var laws = parsed(row, "origins", Function.identity());
        for (var law : laws)
            if (!origins.contains(law)) yaml.fault(row.lineOf("origins"), "no such origin: '" + law + "'", "");
        for (var end : List.of("assessed_on", "assessment_valid_to", "from", "to")) row.text(end);
        return new Instrument(
                row.text("id").orElse(""),
                row.text("type").orElse(""),
                recipient,
                parsed(row, "countries", CountryCode::new),
                dataKinds(row),
                known(row, purposes),
                laws,
                row.text("assessment").orElse(""),
                days(row, "assessed_on", "assessment_valid_to"),
                days(row, "from", "to"),
                row.optionalParsed("revoked_on", LocalDate::parse),
                row.text("approver").orElse(""),
                number(row, "subjects_per_day"));
    }

    private DerogationLimit derogation(Fields row, Set<Purpose> purposes) {
        row.allowOnly(Set.of("letter", "needs", "purposes", "most_subjects", "subjects_per_day"));
        var letter = row.text("letter").orElse("");
        if (!LETTERS.contains(letter))
            yaml.fault(row.lineOf("letter"), "no letter of Art. 49: '" + letter + "'", "a to g, or compelling");
        return new DerogationLimit(
                letter,
                row.text("needs").orElse(""),
                known(row, purposes),
                number(row, "most_subjects"),
                number(row, "subjects_per_day"));
    }

    private Set<Purpose> known(Fields row, Set<Purpose> purposes) {
        var named = parsed(row, "purposes", Purpose::new);
        for (var purpose : named)
            if (!purposes.contains(purpose))
                yaml.fault(row.lineOf("purposes"), "no such purpose: '" + purpose + "'", "add it to purposes");
        return named;
    }

    private Set<DataKind> dataKinds(Fields row) {
        return parsed(
                row,
                "data",
                name -> DataKind.ofWireName(name)
                        .orElseThrow(() -> new IllegalArgumentException("no kind of data: '" + name + "'")));
    }

    private record Places(boolean eea, Set<CountryCode> countries) {}

    private Places places(Fields row, String field) {
        boolean eea = row.texts(field).stream().anyMatch(text -> text.value().equals(EEA));
        var countries = new LinkedHashSet<CountryCode>();
        for (var text : row.texts(field))
            if (!text.value().equals(EEA)) parse(text, CountryCode::new).ifPresent(countries::add);
        return new Places(eea, Set.copyOf(countries));
    }

    private <T> Set<T> parsed(Fields row, String field, Function<String, T> parse) {
        var values = new LinkedHashSet<T>();
        for (var text : row.texts(field)) parse(text, parse).ifPresent(values::add);
        return Set.copyOf(values);
    }

    private <T> Optional<T> parse(YamlFile.Text text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text.value()));
        } catch (IllegalArgumentException e) {
            yaml.fault(text.line(), String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
    }

    private Days days(Fields row, String first, String last) {
        var days = new Days(row.optionalParsed(first, LocalDate::parse), row.optionalParsed(last, LocalDate::parse));
        if (days.from().isPresent()
                && days.to().isPresent()
                && days.to().get().isBefore(days.from().get()))
            yaml.fault(row.lineOf(last), "'" + last + "' is before '" + first + "'", "");
        return days;
    }

    private static long number(Fields row, String field) {
        return row.parsed(field, text -> {
                    long value = Long.parseLong(text);
                    if (value < 1 || value > 1_000_000_000)
                        throw new IllegalArgumentException("must be 1 to 1000000000: " + value);
                    return value;
                })
                .orElse(1L);
    }
}
