package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.LawCalendar;
import io.gatehouse.moderation.law.LegalBasis;
import io.gatehouse.moderation.law.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calendar of legal bases: {@code law/scanning.yaml}, the operator's {@code law/scanning-*.yaml}, and on
 * request the marked examples of {@code law/demo.yaml}.
 */
public final class LawLoader {
    private static final List<String> SURFACES =
            Arrays.stream(Surface.values()).map(Surface::wireName).toList();
    private static final List<String> PURPOSES =
            Arrays.stream(Purpose.values()).map(Purpose::wireName).toList();

    private final Faults faults = new Faults();
    private final Set<String> ids = new HashSet<>();
    private final List<LegalBasis> rows = new ArrayList<>();

    private LawLoader() {}

    /** What came of reading the calendar. */
    public sealed interface LoadedLaw {
        record Read(LawCalendar calendar) implements LoadedLaw {}

        /** @param problems every fault, ordered by file and line; never empty */
        record Rejected(List<Problem> problems) implements LoadedLaw {
            public Rejected {
                problems = List.copyOf(problems);
            }
        }
    }

    /** @param withExamples whether the marked examples of {@code law/demo.yaml} hold too: only for demonstrations */
    public static LoadedLaw load(Path policiesDirectory, boolean withExamples) {
        var loader = new LawLoader();
        for (String name : loader.operatorsFiles(policiesDirectory)) loader.read(policiesDirectory, name, false);
        if (withExamples) loader.read(policiesDirectory, "law/demo.yaml", true);
        return loader.faults.count() > 0
                ? new LoadedLaw.Rejected(loader.faults.sorted())
                : new LoadedLaw.Read(new LawCalendar(loader.rows));
    }

    /** {@code scanning.yaml} always, so that its absence is a fault; beside it what the operator added. */
    private List<String> operatorsFiles(Path directory) {
        var names = new ArrayList<String>(List.of("law/scanning.yaml"));
        try (var files = Files.newDirectoryStream(directory.resolve("law"), "scanning-*.yaml")) {
            for (Path file : files) names.add("law/" + file.getFileName());
        } catch (IOException e) {
            // The missing scanning.yaml is reported when it is read.
            return names;
        }
        return names.stream().sorted().toList();
    }

    private void read(Path directory, String name, boolean examples) {
        YamlFile.read(directory.resolve(name), name, faults).ifPresent(file -> {
            boolean isExample = file.flag("example");
            if (isExample != examples)
                faults.add(
                        file.source(),
                        examples ? "a file of examples must say so" : "examples do not hold here",
                        examples ? "example: true" : "drop 'example' once every row is confirmed");
            file.sections("rows").forEach(row -> readRow(row, isExample));
            file.close();
        });
    }

    private void readRow(Section row, boolean isExample) {
        var id = row.text("id");
        var purpose = row.oneOf("purpose", row.text("purpose"), Purpose::ofWireName, PURPOSES);
        var surfaces = surfaces(row);
        var territories =
                row.texts("territories").stream().map(Section.Located::text).toList();
        if (territories.isEmpty())
            faults.add(row.source(), "the row names no territory", "EU, EEA, a country code or *");
        var from = date(row, "from");
        var to = date(row, "to");
        if (from != null && to != null && to.isBefore(from))
            faults.add(row.sourceOf("to"), "'to' is before 'from'", null);
        var basis = row.text("basis");
        var source = row.text("source");
        boolean confirmed = row.flag("confirmed");
        boolean enabled = row.flag("enabled");
        if (enabled && !confirmed && !isExample)
            faults.add(
                    row.sourceOf("enabled"),
                    "an unconfirmed row is enabled",
                    "have it checked against the law, then say confirmed: true");
        row.texts("conditions"); // for people; what software can check of them stands in rules
        row.optionalText("note");
        row.close();
        if (id.isEmpty() || purpose.isEmpty() || basis.isEmpty() || source.isEmpty()) return;
        if (!ids.add(id.get().text()))
            faults.add(id.get().at(), "two rows are called '" + id.get().text() + "'", null);
        rows.add(new LegalBasis(
                id.get().text(),
                purpose.get(),
                surfaces,
                Set.copyOf(territories),
                from,
                to,
                basis.get().text(),
                source.get().text(),
                confirmed,
                enabled));
    }

    private Set<Surface> surfaces(Section row) {
        var surfaces = EnumSet.noneOf(Surface.class);
        for (var name : row.texts("surfaces")) {
            var surface = row.oneOf("surfaces", Optional.of(name), Surface::ofWireName, SURFACES);
            if (surface.isPresent() && !surface.get().isPrivate())
                faults.add(name.at(), "'" + name.text() + "' is a public surface: it needs no row", null);
            surface.ifPresent(surfaces::add);
        }
        if (surfaces.isEmpty()) faults.add(row.source(), "the row names no surface", "private ones need a basis");
        return surfaces;
    }

    private @Nullable LocalDate date(Section row, String key) {
        var text = row.optionalText(key);
        if (text.isEmpty()) return null;
        try {
            return LocalDate.parse(text.get().text());
        } catch (DateTimeParseException e) {
            faults.add(text.get().at(), "'" + key + "' must be a day", "like 2026-07-31");
            return null;
        }
    }
}
