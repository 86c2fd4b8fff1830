package io.gatehouse.service.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object strictly. Each read of a field makes it known; {@link #refuseUnknown()} then names every
 * other. A read that finds a fault records it and answers null, so that all faults are found in one pass. JSON
 * null counts as absent. Not thread-safe.
 */
public final class JsonObjectReader {
    private final ObjectNode object;
    private final JsonPointer here;
    private final Faults faults;
    private final List<String> known = new ArrayList<>();

    private JsonObjectReader(ObjectNode object, JsonPointer here, Faults faults) {
        this.object = object;
        this.here = here;
        this.faults = faults;
    }

    /** A reader of the node, or null and a fault when it is no object. */
    public static @Nullable JsonObjectReader of(JsonNode node, JsonPointer here, Faults faults) {
        if (node instanceof ObjectNode object) return new JsonObjectReader(object, here, faults);
        faults.add(here, "must be an object, not " + kindOf(node));
        return null;
    }

    public JsonPointer pointerTo(String field) {
        return here.to(field);
    }

    public void fault(String field, String detail) {
        faults.add(here.to(field), detail);
    }

    /** A fault of one element of an array. */
    public void fault(String field, int element, String detail) {
        faults.add(here.to(field).to(element), detail);
    }

    /** The field's node whatever its type; null when absent or JSON null. */
    public @Nullable JsonNode node(String field) {
        known.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    public @Nullable String requiredText(String field, int maxUtf8Bytes) {
        JsonNode value = required(field);
        return value == null ? null : text(field, value, maxUtf8Bytes);
    }

    public @Nullable String optionalText(String field, int maxUtf8Bytes) {
        JsonNode value = node(field);
        return value == null ? null : text(field, value, maxUtf8Bytes);
    }

    /** An RFC 3339 time; any offset is taken and meant. */
    public @Nullable Instant optionalTime(String field) {
        String text = optionalText(field, 64);
        if (text == null) return null;
        try {
            return Instant.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException _) {
            fault(field, "must be an RFC 3339 time such as 2026-11-22T10:00:00Z");
            return null;
        }
    }

    public @Nullable Integer optionalInteger(String field, int min, int max) {
        JsonNode value = node(field);
        if (value == null) return null;
        BigInteger number = value.isIntegralNumber() ? value.bigIntegerValue() : null;
        if (number == null) {
            fault(field, "must be a whole number, not " + kindOf(value));
        } else if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            fault(field, "must be between " + min + " and " + max);
        } else {
            return number.intValue();
        }
        return null;
    }

    public @Nullable JsonObjectReader requiredObject(String field) {
        JsonNode value = required(field);
        return value == null ? null : of(value, here.to(field), faults);
    }

    /** Null and no fault when absent. */
    public @Nullable JsonObjectReader optionalObject(String field) {
        JsonNode value = node(field);
        return value == null ? null : of(value, here.to(field), faults);
    }

    public @Nullable Boolean optionalBoolean(String field) {
        JsonNode value = node(field);
        if (value == null) return null;
        if (value.isBoolean()) return value.booleanValue();
        fault(field, "must be true or false, not " + kindOf(value));
        return null;
    }

    /** The elements of an array, in order; empty when absent or faulty. */
    public List<JsonNode> array(String field, int max) {
        JsonNode value = node(field);
        if (value == null) return List.of();
        if (!value.isArray()) {
            fault(field, "must be an array, not " + kindOf(value));
        } else if (value.size() > max) {
            fault(field, "must have at most " + max + " elements, has " + value.size());
        } else {
            return new ArrayList<>(value.values());
        }
        return List.of();
    }

    /** The elements of an array that must be there and not be empty. */
    public List<JsonNode> requiredArray(String field, int max) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            required(field);
            return List.of();
        }
        if (value.isArray() && value.isEmpty()) fault(field, "must not be empty");
        return array(field, max);
    }

    /** Records a fault for each field that was not read. */
    public void refuseUnknown() {
        if (object.size() <= known.size() && known.containsAll(object.propertyNames())) return;
        for (String name : object.propertyNames()) {
            if (known.contains(name)) continue;
            String meant = Spelling.closest(name, known);
            faults.add(here.to(name), "unknown field" + (meant == null ? "" : "; did you mean '" + meant + "'?"));
        }
    }

    private @Nullable JsonNode required(String field) {
        JsonNode value = node(field);
        if (value == null) fault(field, "is missing");
        return value;
    }

    private @Nullable String text(String field, JsonNode value, int maxUtf8Bytes) {
        if (!value.isString()) {
            fault(field, "must be a string, not " + kindOf(value));
            return null;
        }
        String text = value.stringValue();
        String fault = faultOf(text, maxUtf8Bytes);
        if (fault == null) return text;
        fault(field, fault);
        return null;
    }

    /** What is wrong with a string: empty, too long, lone surrogates; null when nothing is. */
    public static @Nullable String faultOf(String text, int maxUtf8Bytes) {
        if (text.isEmpty()) return "must not be empty";
        // UTF-8 never takes more than three bytes for one UTF-16 unit: most texts need no count.
        if (text.length() * 3L > maxUtf8Bytes && utf8Length(text) > maxUtf8Bytes)
            return "must have at most " + maxUtf8Bytes + " bytes of UTF-8";
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            // A surrogate that has its other half is no surrogate any more once read as a code point.
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                return "holds a lone surrogate at UTF-16 unit " + i + ", which is not a character";
            i += Character.charCount(codePoint);
        }
        return null;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case BINARY, POJO, MISSING -> "something else";
        };
    }
}
