package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** CSV (RFC 4180) or TSV with a header line that names at least {@code text}. */
final class DelimitedRows implements RowReader {
    private static final List<String> FIELDS = List.of("id", "text", "surface", "author", "country", "language");

    private final String file;
    private final InputFiles.CountingInputStream counted;
    private final Surface defaultSurface;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<String, Integer> columns = new HashMap<>();
    private boolean broken;

    DelimitedRows(
            String file, InputStream in, InputFiles.CountingInputStream counted, char delimiter, Surface defaultSurface)
            throws IOException {
        this.file = file;
        this.counted = counted;
        this.defaultSurface = defaultSurface;
        CSVFormat format = delimiter == '\t'
                // Exported tables quote nothing and hold quotes freely.
                ? CSVFormat.TDF
                        .builder()
                        .setQuote(null)
                        .setIgnoreSurroundingSpaces(false)
                        .get()
                : CSVFormat.RFC4180;
        parser = CSVParser.parse(new InputStreamReader(in, StandardCharsets.UTF_8), format);
        records = parser.iterator();
        if (!records.hasNext()) throw new IOException(file + " is empty: its first line must name the columns");
        CSVRecord header = records.next();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
            if (FIELDS.contains(name)) columns.putIfAbsent(name, i);
        }
        if (!columns.containsKey("text"))
            throw new IOException(file + " has no column 'text' in its first line; columns that are read: " + FIELDS);
    }

    @Override
    public @Nullable Row next() throws IOException {
        if (broken) return null;
        long line = parser.getCurrentLineNumber() + 1;
        try {
            if (!records.hasNext()) return null;
            CSVRecord record = records.next();
            Map<String, @Nullable String> fields = new HashMap<>();
            columns.forEach((name, column) -> {
                if (column < record.size()) fields.put(name, record.get(column));
            });
            return RowFields.toRow(file, line, fields, defaultSurface);
        } catch (UncheckedIOException | IllegalStateException unreadable) {
            // After a quote that never closes nothing below can be told apart.
            broken = true;
            return new Row.Malformed(
                    file, line, "a quote is opened or closed wrongly; nothing below this line was read");
        }
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        parser.close();
        counted.close();
    }
}
