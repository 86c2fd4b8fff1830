package io.gatehouse.service.decision;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON object by hand: on the way of every message, looking fields up by reflection would show. */
final class JsonBytes {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Most answers fit; longer ones grow. */
    private static final int EXPECTED_BYTES = 1024;

    private JsonBytes() {}

    static byte[] object(Consumer<JsonGenerator> fields) {
        var out = new ByteArrayOutputStream(EXPECTED_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    static void strings(JsonGenerator json, String name, Iterable<String> values) {
        json.writeArrayPropertyStart(name);
        for (String value : values) json.writeString(value);
        json.writeEndArray();
    }

    static <T> void objects(JsonGenerator json, String name, List<T> values, BiConsumer<JsonGenerator, T> fields) {
        json.writeArrayPropertyStart(name);
        for (T value : values) {
            json.writeStartObject();
            fields.accept(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void stringOrNull(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) json.writeNullProperty(name);
        else json.writeStringProperty(name, value);
    }

    /** Four decimals: more would only look more certain than a score is. */
    static void score(JsonGenerator json, String name, double score) {
        json.writeNumberProperty(name, Math.round(score * 10_000) / 10_000.0);
    }
}
