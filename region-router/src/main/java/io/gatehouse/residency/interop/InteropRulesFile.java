package io.gatehouse.residency.interop;

import io.gatehouse.residency.interop.InteropRules.Designation;
import io.gatehouse.residency.interop.InteropRules.Partner;
import io.gatehouse.residency.purpose.ServiceId;
import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.residency.region.YamlFile.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads {@code interop.yaml} and reports every fault with its line. */
final class InteropRulesFile {
    private static final String FILE = "interop.yaml";
    private static final String ID = "[a-z][a-z0-9-]{1,31}";

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);

    InteropRules load(Path directory) {
        if (!Files.exists(directory.resolve(FILE))) return new InteropRules(List.of(), List.of());
        var rules = yaml.read(directory.resolve(FILE)).map(this::rules);
        if (faults.isEmpty() && rules.isPresent()) return rules.get();
        faults.sort(Comparator.comparingInt(ConfigurationFault::line));
        throw new ConfigurationRejectedException(faults);
    }

    private InteropRules rules(Fields top) {
        top.allowOnly(Set.of("designations", "partners"));
        var designations = new ArrayList<Designation>();
        for (var row : top.mappings("designations")) {
            row.allowOnly(Set.of("id", "service", "listed_on", "to", "source", "verified"));
            var id = row.parsed("id", InteropRulesFile::id);
            var service = row.parsed("service", ServiceId::new);
            var listed = row.parsed("listed_on", LocalDate::parse);
            var to = row.optionalParsed("to", LocalDate::parse);
            var source = row.text("source").orElse("");
            boolean verified = row.flag("verified");
            if (id.isPresent() && service.isPresent() && listed.isPresent())
                designations.add(new Designation(id.get(), service.get(), listed.get(), to, source, verified));
        }
        var partners = new ArrayList<Partner>();
        for (var row : top.mappings("partners")) partner(row, designations, partners);
        return new InteropRules(designations, partners);
    }

    private void partner(Fields row, List<Designation> designations, List<Partner> partners) {
        row.allowOnly(Set.of("id", "name", "country", "designation", "capabilities", "from", "to"));
        var id = row.parsed("id", InteropRulesFile::id);
        var name = row.text("name").orElse("");
        var country = row.parsed("country", CountryCode::new);
        var designation = row.text("designation").orElse("");
        if (designations.stream().noneMatch(d -> d.id().equals(designation)))
            yaml.fault(row.lineOf("designation"), "no such designation: '" + designation + "'", "add it above");
        var capabilities = EnumSet.noneOf(Capability.class);
        for (var text : row.texts("capabilities"))
            Capability.ofWireName(text.value())
                    .ifPresentOrElse(
                            capabilities::add,
                            () -> yaml.fault(
                                    text.line(),
                                    "no capability: '" + text.value() + "'",
                                    "known: one_to_one, group, call"));
        var from = row.optionalParsed("from", LocalDate::parse);
        var to = row.optionalParsed("to", LocalDate::parse);
        if (partners.stream().anyMatch(p -> id.isPresent() && p.id().equals(id.get())))
            yaml.fault(row.line(), "the partner '" + id.orElse("") + "' appears twice", "keep one");
        if (id.isPresent() && country.isPresent())
            partners.add(new Partner(id.get(), name, country.get(), designation, capabilities, from, to));
    }

    private static String id(String text) {
        if (!text.matches(ID))
            throw new IllegalArgumentException("not an id (lower-case letters, digits, hyphens): '" + text + "'");
        return text;
    }
}
