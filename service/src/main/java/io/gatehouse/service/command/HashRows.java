package io.gatehouse.service.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows of a hash list in a file, one after the other, as the service takes them: CSV, or JSON objects in lines or in an array. */
interface HashRows extends AutoCloseable {
    /**
     * A row and where it stands.
     *
     * @param entry null when the line is no row
     * @param fault what is wrong with the line; empty when nothing is
     */
    record Row(long line, @Nullable ObjectNode entry, String fault) {}

    /** The next row; empty after the last, and after a line below which nothing can be told apart. */
    Optional<Row> next();

    @Override
    void close() throws IOException;

    /** By the file's name: {@code .json}, {@code .jsonl} and {@code .ndjson} are JSON, everything else is CSV. */
    static HashRows open(Path file) throws IOException {
        var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean isJson = name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
        return isJson ? new Json(reader) : new Csv(reader);
    }

    /** Columns are named by a first line that begins with "hash", or are hash and quality. */
    final class Csv implements HashRows {
        private final CSVParser parser;
        private final java.util.Iterator<CSVRecord> records;
        private List<String> columns = List.of("hash", "quality");
        private boolean isFirst = true;
        private boolean broken;

        Csv(BufferedReader reader) throws IOException {
            parser = CSVParser.parse(reader, CSVFormat.RFC4180);
            records = parser.iterator();
        }

        @Override
        public Optional<Row> next() {
            while (!broken) {
                long line = parser.getCurrentLineNumber() + 1;
                try {
                    if (!records.hasNext()) return Optional.empty();
                    var values = List.of(records.next().values());
                    if (isFirst && isHeader(values)) continue;
                    isFirst = false;
                    if (values.size() > 1 || !values.getFirst().isBlank())
                        return Optional.of(new Row(line, entry(values), ""));
                } catch (UncheckedIOException | IllegalStateException unreadable) {
                    broken = true;
                    return Optional.of(new Row(
                            line, null, "a quote is opened or closed wrongly; nothing below this line was read"));
                }
            }
            return Optional.empty();
        }

        private boolean isHeader(List<String> values) {
            isFirst = false;
            var names = new ArrayList<String>();
            for (var value : values)
                names.add(value.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT));
            if (!names.getFirst().equals("hash")) return false;
            columns = names;
            return true;
        }

        private ObjectNode entry(List<String> values) {
            var entry = JsonMapper.shared().createObjectNode();
            for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
                String value = values.get(i).strip();
                if (value.isEmpty() || !BankCommand.FIELDS.contains(columns.get(i))) continue;
                if (columns.get(i).equals("quality") && value.matches("[0-9]{1,9}"))
                    entry.put("quality", Integer.parseInt(value));
                else entry.put(columns.get(i), value);
            }
            return entry;
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }

    /** Objects, one after the other. */
    final class Json implements HashRows {
        private final MappingIterator<JsonNode> values;
        private boolean broken;

        Json(BufferedReader reader) {
            values = JsonMapper.shared().readerFor(JsonNode.class).readValues(reader);
        }

        @Override
        public Optional<Row> next() {
            if (broken) return Optional.empty();
            long line = 1;
            try {
                if (!values.hasNextValue()) return Optional.empty();
                line = values.parser().currentTokenLocation().getLineNr();
                var value = values.nextValue();
                return Optional.of(
                        value instanceof ObjectNode object
                                ? new Row(line, object, "")
                                : new Row(line, null, "is no object"));
            } catch (JacksonException unreadable) {
                broken = true;
                var at = unreadable.getLocation();
                return Optional.of(new Row(
                        at == null ? line : at.getLineNr(), null, "is not JSON; nothing below this line was read"));
            }
        }

        @Override
        public void close() {
            values.close();
        }
    }
}
