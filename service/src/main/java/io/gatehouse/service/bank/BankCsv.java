package io.gatehouse.service.bank;

import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Entries as lines of CSV (RFC 4180). A first line that begins with "hash" names the columns, of which {@link #COLUMNS} are read;
 * without one they are hash and quality.
 */
final class BankCsv {
    static final List<String> COLUMNS =
            List.of("hash", "quality", "provenance", "notes", "disable_until", "video", "kind");

    private final List<String> columns;
    private final Optional<String> provenance;
    private final Faults rows;

    private BankCsv(List<String> columns, Optional<String> provenance, Faults rows) {
        this.columns = columns;
        this.provenance = provenance;
        this.rows = rows;
    }

    /**
     * @param provenance of all rows that say none
     * @param faults of the whole
     * @param rows of single rows, which are left out
     */
    static BankReader.Rows read(byte[] body, @Nullable String provenance, Faults faults, Faults rows) {
        var entries = new ArrayList<NewEntry>();
        int refused = 0;
        try (var parser =
                CSVParser.parse(new StringReader(new String(body, StandardCharsets.UTF_8)), CSVFormat.RFC4180)) {
            BankCsv reader = null;
            for (var record : parser) {
                if (reader == null) {
                    var header = header(record);
                    reader = new BankCsv(
                            header.orElse(COLUMNS.subList(0, 2)),
                            Optional.ofNullable(provenance).filter(it -> !it.isBlank()),
                            rows);
                    if (reader.provenance.isEmpty() && !reader.columns.contains("provenance"))
                        faults.add("query:provenance", "is missing: say where the list is from");
                    if (header.isPresent()) continue;
                }
                boolean isBlank = record.size() == 1 && record.get(0).isBlank();
                if (!isBlank && !reader.entry(record, entries)) refused++;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException unreadable) {
            faults.add("body", "a quote is opened or closed wrongly; nothing below it can be told apart");
        }
        if (entries.size() > BankReader.MAX_ENTRIES)
            faults.add("body", "at most " + BankReader.MAX_ENTRIES + " hashes are taken at a time");
        return new BankReader.Rows(entries, refused);
    }

    private static Optional<List<String>> header(CSVRecord record) {
        var names = Stream.of(record.values())
                .map(it -> it.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
                .toList();
        return names.getFirst().equals("hash") ? Optional.of(names) : Optional.empty();
    }

    /** @return false when it has a fault, and was left out */
    private boolean entry(CSVRecord record, List<NewEntry> entries) {
        var row = new Faults();
        var line = "line " + record.getParser().getCurrentLineNumber();
        try {
            String quality = value(record, "quality").orElse("100");
            var named = NamedHash.parse(
                    value(record, "kind").orElse(NamedHash.PDQ).toLowerCase(Locale.ROOT),
                    value(record, "hash").orElse(""),
                    Integer.parseInt(quality));
            var said = value(record, "provenance").or(() -> provenance);
            if (said.isEmpty()) row.add(line, "provenance is missing");
            check(row, line, said.orElse("-"), BankReader.MAX_TEXT);
            var notes = value(record, "notes");
            notes.ifPresent(it -> check(row, line, it, BankReader.MAX_TEXT));
            var video = value(record, "video");
            video.ifPresent(it -> check(row, line, it, BankReader.MAX_CODE));
            if (video.isPresent() && named.digest().isPresent())
                row.add(line, "video is of frames: a digest is of a whole file");
            var until = value(record, "disable_until").map(it -> Instant.parse(it.toUpperCase(Locale.ROOT)));
            if (row.isEmpty()) entries.add(named.entry(said.orElse(""), notes.orElse(""), until, video));
        } catch (NumberFormatException _) {
            row.add(line, "quality must be a whole number from 0 to 100");
        } catch (DateTimeException _) {
            row.add(line, "disable_until must be an RFC 3339 time such as 2026-11-22T10:00:00Z");
        } catch (IllegalArgumentException refused) {
            row.add(line, String.valueOf(refused.getMessage()));
        }
        row.found().forEach(fault -> rows.add(fault.pointer(), fault.detail()));
        return row.isEmpty();
    }

    private static void check(Faults row, String line, String text, int most) {
        String fault = JsonObjectReader.faultOf(text, most);
        if (fault != null) row.add(line, fault);
    }

    private Optional<String> value(CSVRecord record, String column) {
        int at = columns.indexOf(column);
        return at < 0 || at >= record.size()
                ? Optional.empty()
                : Optional.of(record.get(at).strip()).filter(it -> !it.isEmpty());
    }
}
