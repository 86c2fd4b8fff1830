package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** One JSON object a line. Fields that are not ours (labels of a data set, say) are passed over. */
final class JsonRows implements RowReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final BoundedLines lines;
    private final InputFiles.CountingInputStream counted;
    private final Surface defaultSurface;

    JsonRows(String file, InputStream in, InputFiles.CountingInputStream counted, Surface defaultSurface) {
        this.file = file;
        this.lines = new BoundedLines(in);
        this.counted = counted;
        this.defaultSurface = defaultSurface;
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (true) {
            var line = lines.next();
            if (line == null) return null;
            if (line.fault() != null) return new Row.Malformed(file, line.number(), line.fault());
            String text = line.text();
            if (text == null || text.isBlank()) continue;
            return parse(line.number(), text);
        }
    }

    private Row parse(long number, String line) {
        Map<String, @Nullable String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT)
                return new Row.Malformed(file, number, "not a JSON object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "text", "id", "surface", "author", "country", "language" -> {
                        if (value == JsonToken.VALUE_NULL) continue;
                        if (value != JsonToken.VALUE_STRING && !(isId(name) && value.isScalarValue()))
                            return new Row.Malformed(file, number, "'" + name + "' is not a string");
                        fields.put(name, parser.getString());
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null)
                return new Row.Malformed(file, number, "more than one JSON value on the line");
        } catch (JacksonException notJson) {
            // Only the place is told: the parser's own words would quote the text.
            var at = notJson.getLocation();
            return new Row.Malformed(
                    file, number, "not JSON" + (at == null ? "" : ", near column " + at.getColumnNr()));
        }
        return RowFields.toRow(file, number, fields, defaultSurface);
    }

    /** Ids may be numbers. */
    private static boolean isId(String name) {
        return name.equals("id") || name.equals("author");
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        counted.close();
    }
}
