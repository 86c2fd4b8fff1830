package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ServiceRules.ConsentPurpose;
import io.gatehouse.residency.purpose.ServiceRules.Days;
import io.gatehouse.residency.purpose.ServiceRules.LegalUse;
import io.gatehouse.residency.purpose.ServiceRules.Reach;
import io.gatehouse.residency.purpose.ServiceRules.Service;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.residency.region.YamlFile.Fields;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code services.yaml} and reports every fault with its line. */
final class ServiceRulesFile {
    private static final String FILE = "services.yaml";
    private static final String ALL = "all";

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);
    private Set<ServiceId> known = Set.of();

    ServiceRules load(Path directory) {
        var rules = yaml.read(directory.resolve(FILE)).map(this::rules);
        if (!faults.isEmpty() || rules.isEmpty()) {
            faults.sort(Comparator.comparingInt(ConfigurationFault::line));
            throw new ConfigurationRejectedException(faults);
        }
        return rules.get();
    }

    private ServiceRules rules(Fields top) {
        top.allowOnly(Set.of("time_zone", "services", "refused_purposes", "legal_uses", "consent_purposes"));
        var services = new ArrayList<Service>();
        for (var row : top.mappings("services")) service(row, services);
        known = services.stream().map(Service::id).collect(Collectors.toSet());
        var refused = new LinkedHashMap<Purpose, String>();
        for (var row : top.mappings("refused_purposes")) {
            row.allowOnly(Set.of("id", "reason"));
            var reason = row.text("reason").orElse("");
            row.parsed("id", Purpose::new).ifPresent(id -> refused.put(id, reason));
        }
        var legal = new ArrayList<LegalUse>();
        for (var row : top.mappings("legal_uses")) {
            row.allowOnly(Set.of("purpose", "of", "by", "data", "from", "to", "source", "verified"));
            var reach = reach(row);
            var source = row.text("source").orElse("");
            boolean verified = row.flag("verified");
            purpose(row, "purpose", refused).ifPresent(id -> legal.add(new LegalUse(id, reach, source, verified)));
        }
        var consents = new ArrayList<ConsentPurpose>();
        for (var row : top.mappings("consent_purposes")) {
            row.allowOnly(Set.of("id", "question", "of", "by", "data", "from", "to", "source", "verified"));
            var reach = reach(row);
            var question = row.text("question").orElse("");
            var source = row.text("source").orElse("");
            boolean verified = row.flag("verified");
            purpose(row, "id", refused).ifPresent(id -> {
                if (consents.stream()
                        .anyMatch(
                                c -> c.purpose().equals(id) && overlap(c.reach().days(), reach.days())))
                    yaml.fault(
                            row.line(), "'" + id + "' appears twice for the same days", "one row a purpose and period");
                consents.add(new ConsentPurpose(id, question, reach, source, verified));
            });
        }
        var zone = top.parsed("time_zone", ZoneId::of).orElse(ZoneOffset.UTC);
        return new ServiceRules(zone, services, refused, legal, consents);
    }

    private void service(Fields row, List<Service> services) {
        row.allowOnly(Set.of("id", "name", "surfaces", "core_service", "source", "from", "to", "verified"));
        var surfaces = new LinkedHashSet<>(
                row.texts("surfaces").stream().map(YamlFile.Text::value).toList());
        var days = days(row);
        var name = row.text("name").orElse("");
        var source = row.text("source").orElse("");
        var core = row.optionalText("core_service");
        boolean verified = row.flag("verified");
        for (var other : services)
            if (overlap(other.days(), days))
                for (var surface : surfaces)
                    if (other.surfaces().contains(surface))
                        yaml.fault(
                                row.lineOf("surfaces"),
                                "'" + surface + "' belongs to '" + other.id() + "' in the same days",
                                "a surface has one service at a time");
        row.parsed("id", ServiceId::new)
                .ifPresent(id -> services.add(new Service(id, name, surfaces, core, source, days, verified)));
    }

    private java.util.Optional<Purpose> purpose(Fields row, String field, Map<Purpose, String> refused) {
        var purpose = row.parsed(field, Purpose::new);
        purpose.filter(refused::containsKey)
                .ifPresent(id -> yaml.fault(row.lineOf(field), "'" + id + "' is refused above", "keep one"));
        return purpose;
    }

    private Reach reach(Fields row) {
        return new Reach(
                services(row, "of"),
                services(row, "by"),
                parsed(
                        row,
                        "data",
                        name -> DataKind.ofWireName(name)
                                .orElseThrow(() -> new IllegalArgumentException("no kind of data: '" + name + "'"))),
                days(row));
    }

    /** Empty for all. */
    private Set<ServiceId> services(Fields row, String field) {
        if (row.texts(field).stream().anyMatch(text -> text.value().equals(ALL))) return Set.of();
        var named = parsed(row, field, ServiceId::new);
        for (var id : named)
            if (!known.contains(id))
                yaml.fault(row.lineOf(field), "no such service: '" + id + "'", "add it to services, or write [all]");
        if (named.isEmpty()) yaml.fault(row.lineOf(field), "'" + field + "' names no service", "or write [all]");
        return named;
    }

    private <T> Set<T> parsed(Fields row, String field, Function<String, T> parse) {
        var values = new LinkedHashSet<T>();
        for (var text : row.texts(field)) {
            try {
                values.add(parse.apply(text.value()));
            } catch (IllegalArgumentException e) {
                yaml.fault(text.line(), String.valueOf(e.getMessage()), "");
            }
        }
        return Set.copyOf(values);
    }

    private Days days(Fields row) {
        var days = new Days(row.optionalParsed("from", LocalDate::parse), row.optionalParsed("to", LocalDate::parse));
        if (days.from().isPresent()
                && days.to().isPresent()
                && days.to().get().isBefore(days.from().get()))
            yaml.fault(row.lineOf("to"), "'to' is before 'from'", "");
        return days;
    }

    private static boolean overlap(Days a, Days b) {
        return begin(a).compareTo(end(b)) <= 0 && begin(b).compareTo(end(a)) <= 0;
    }

    private static LocalDate begin(Days days) {
        return days.from().orElse(LocalDate.MIN);
    }

    private static LocalDate end(Days days) {
        return days.to().orElse(LocalDate.MAX);
    }
}
