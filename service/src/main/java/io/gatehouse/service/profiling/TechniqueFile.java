package io.gatehouse.service.profiling;

import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.YamlFile;
import io.gatehouse.residency.region.YamlFile.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code law/profiling.yaml} and reports every fault with its line. */
final class TechniqueFile {
    static final String FILE = "profiling.yaml";

    private static final Set<String> FIELDS = Set.of(
            "ids",
            "title",
            "purpose",
            "provided",
            "observed",
            "third_party",
            "inferred",
            "retention",
            "minors",
            "automated",
            "legal_basis",
            "informed",
            "verified");

    private final List<ConfigurationFault> faults = new ArrayList<>();
    private final YamlFile yaml = new YamlFile(FILE, faults);

    /**
     * Without the file nothing is described, and the register says so.
     *
     * @throws ConfigurationRejectedException with every fault
     */
    Map<String, TechniqueDescription> load(Path policies) {
        if (!Files.exists(policies.resolve("law").resolve(FILE))) return Map.of();
        Map<String, TechniqueDescription> found = new HashMap<>();
        yaml.read(policies.resolve("law").resolve(FILE)).ifPresent(top -> {
            top.allowOnly(Set.of("techniques"));
            top.mappings("techniques").forEach(row -> describe(row, found));
        });
        if (faults.isEmpty()) return Map.copyOf(found);
        faults.sort(Comparator.comparingInt(ConfigurationFault::line));
        throw new ConfigurationRejectedException(faults);
    }

    private void describe(Fields row, Map<String, TechniqueDescription> found) {
        row.allowOnly(FIELDS);
        var description = new TechniqueDescription(
                text(row, "title"),
                text(row, "purpose"),
                list(row, "provided"),
                list(row, "observed"),
                list(row, "third_party"),
                text(row, "inferred"),
                text(row, "retention"),
                text(row, "minors"),
                text(row, "automated"),
                text(row, "legal_basis"),
                text(row, "informed"),
                row.flag("verified"));
        for (var id : row.texts("ids"))
            if (found.put(id.value(), description) != null)
                yaml.fault(id.line(), "'" + id.value() + "' is described twice", "keep one");
    }

    private static String text(Fields row, String field) {
        return row.text(field).orElse("");
    }

    private static List<String> list(Fields row, String field) {
        return row.texts(field).stream().map(YamlFile.Text::value).toList();
    }
}
