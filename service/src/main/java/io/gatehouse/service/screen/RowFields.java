package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From named fields to a {@link Row}: the checks that every file format shares. */
final class RowFields {
    /** The limit of the service's own door, so that a file says what the service would. */
    static final int MAX_TEXT_BYTES = 65_536;

    private RowFields() {}

    /** @param fields id, text, surface, author, country, language; all but text optional, empty means absent */
    static Row toRow(String file, long line, Map<String, @Nullable String> fields, Surface defaultSurface) {
        String text = fields.get("text");
        if (text == null) return new Row.Malformed(file, line, "no field 'text'");
        if (text.isEmpty()) return new Row.Malformed(file, line, "'text' is empty");
        if (hasLoneSurrogate(text))
            return new Row.Malformed(file, line, "'text' holds half a character (a lone surrogate)");
        if (text.length() > MAX_TEXT_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES)
            return new Row.Malformed(file, line, "'text' is longer than " + MAX_TEXT_BYTES + " bytes");
        Surface surface = defaultSurface;
        String surfaceName = given(fields, "surface");
        if (surfaceName != null) {
            var known = Surface.ofWireName(surfaceName);
            if (known.isEmpty()) return new Row.Malformed(file, line, "unknown surface; known: " + knownSurfaces());
            surface = known.get();
        }
        if (surface == Surface.ENCRYPTED_DIRECT_MESSAGE)
            return new Row.Malformed(file, line, "an encrypted direct message has no text to screen");
        String id = given(fields, "id");
        return new Row.Message(
                file,
                line,
                id == null ? file + ":" + line : id,
                text,
                surface,
                given(fields, "author"),
                given(fields, "country"),
                given(fields, "language"));
    }

    private static @Nullable String given(Map<String, @Nullable String> fields, String name) {
        String value = fields.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String knownSurfaces() {
        return Arrays.stream(Surface.values()).map(Surface::wireName).collect(Collectors.joining(", "));
    }

    static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
