package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one encoding of an entry: RFC 8785 without floating point. Keys sorted by UTF-16 units, no white space, only
 * the escapes that JSON demands.
 */
final class CanonicalJson {
    /** Deeper facts are surely a mistake. */
    private static final int DEEPEST = 8;

    private CanonicalJson() {}

    static byte[] write(Map<String, ?> object) {
        var text = new StringBuilder(512);
        value(object, text, 0);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when a value has no canonical form */
    static void check(Map<String, ?> object) {
        value(object, new StringBuilder(512), 0);
    }

    private static void value(Object value, StringBuilder out, int depth) {
        if (depth > DEEPEST) throw new IllegalArgumentException("nested deeper than " + DEEPEST);
        switch (value) {
            case String text -> string(text, out);
            case Boolean truth -> out.append(truth.booleanValue());
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case List<?> list -> list(list, out, depth);
            case Map<?, ?> map -> map(map, out, depth);
            default -> throw new IllegalArgumentException("no canonical form for " + value.getClass());
        }
    }

    private static void list(List<?> list, StringBuilder out, int depth) {
        out.append('[');
        String separator = "";
        for (var each : list) {
            out.append(separator);
            value(each, out, depth + 1);
            separator = ",";
        }
        out.append(']');
    }

    private static void map(Map<?, ?> map, StringBuilder out, int depth) {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, each) -> sorted.put((String) key, each));
        out.append('{');
        String separator = "";
        for (var each : sorted.entrySet()) {
            out.append(separator);
            string(each.getKey(), out);
            out.append(':');
            value(each.getValue(), out, depth + 1);
            separator = ",";
        }
        out.append('}');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) out.append("\\u%04x".formatted((int) c));
                    else if (Character.isSurrogate(c)) i = surrogates(text, i, out);
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }

    /** A lone surrogate has no UTF-8 form. */
    private static int surrogates(String text, int at, StringBuilder out) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1)))
            throw new IllegalArgumentException("lone surrogate at " + at);
        out.append(text, at, at + 2);
        return at + 1;
    }
}
