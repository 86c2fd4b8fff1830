package io.gatehouse.residency.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code territories.csv}. */
final class TerritoriesFile {
    private static final List<String> COLUMNS = List.of(
            "iso2",
            "name",
            "parent",
            "eu_member",
            "eea",
            "gdpr_applies",
            "adequacy_since",
            "adequacy_scope",
            "valid_from",
            "valid_to",
            "source",
            "verified");

    private final String file;
    private final List<ConfigurationFault> faults;
    private final Map<String, List<Territory>> rows = new LinkedHashMap<>();

    TerritoriesFile(String file, List<ConfigurationFault> faults) {
        this.file = file;
        this.faults = faults;
    }

    /** Empty when there is no default row; what else is wrong is in the faults. */
    Optional<Territories> read(Path path) {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .get();
        try (var reader = Files.newBufferedReader(path);
                var parser =
                        CSVParser.builder().setReader(reader).setFormat(format).get()) {
            if (!parser.getHeaderNames().equals(COLUMNS)) {
                fault(1, "the columns are not those expected", "expected: " + String.join(",", COLUMNS));
                return Optional.empty();
            }
            for (var record : parser) readRow(record, (int) parser.getCurrentLineNumber());
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            fault(0, "cannot be read: " + e.getMessage(), "is the file there, in UTF-8, as comma-separated values?");
            return Optional.empty();
        }
        var everywhereElse = rows.getOrDefault("*", List.of());
        if (everywhereElse.size() != 1) {
            fault(0, "there must be exactly one row '*', and there are " + everywhereElse.size(), "");
            return Optional.empty();
        }
        return Optional.of(new Territories(rows, everywhereElse.getFirst()));
    }

    private void readRow(CSVRecord record, int line) {
        if (!record.isConsistent()) {
            fault(line, "the row has " + record.size() + " columns", COLUMNS.size() + " are expected");
            return;
        }
        try {
            add(territory(record, line));
        } catch (RuntimeException e) {
            fault(line, String.valueOf(e.getMessage()), "");
        }
    }

    private static Territory territory(CSVRecord record, int line) {
        var code = record.get("iso2");
        var from = date(record.get("valid_from"));
        var to = date(record.get("valid_to"));
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get()))
            throw new IllegalArgumentException("valid_to is before valid_from");
        var scope = record.get("adequacy_scope");
        return new Territory(
                code.equals("*") ? code : new CountryCode(code).value(),
                record.get("name"),
                text(record.get("parent")).map(CountryCode::new),
                flag("eu_member", record.get("eu_member")),
                text(record.get("eea")).map(value -> flag("eea", value)),
                gdpr(record.get("gdpr_applies")),
                date(record.get("adequacy_since")).map(since -> new Territory.Adequacy(since, scope)),
                scope,
                from,
                to,
                record.get("source"),
                flag("verified", record.get("verified")),
                line);
    }

    private void add(Territory row) {
        var others = rows.computeIfAbsent(row.code(), _ -> new ArrayList<>());
        for (var other : others)
            if (Dates.overlap(row.from(), row.to(), other.from(), other.to()))
                fault(row.line(), row.code() + " has two rows for the same dates", "the other: line " + other.line());
        others.add(row);
    }

    private static Territory.Gdpr gdpr(String value) {
        return switch (value) {
            case "y" -> Territory.Gdpr.UNION_LAW;
            case "local" -> Territory.Gdpr.LOCAL;
            case "n" -> Territory.Gdpr.NO;
            default -> throw new IllegalArgumentException("gdpr_applies must be y, local or n: '" + value + "'");
        };
    }

    private static boolean flag(String column, String value) {
        return switch (value) {
            case "y" -> true;
            case "n" -> false;
            default -> throw new IllegalArgumentException(column + " must be y or n: '" + value + "'");
        };
    }

    private static Optional<LocalDate> date(String value) {
        return text(value).map(LocalDate::parse);
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).filter(v -> !v.isBlank());
    }

    private void fault(int line, String message, String hint) {
        faults.add(new ConfigurationFault(file, line, message, hint));
    }
}
