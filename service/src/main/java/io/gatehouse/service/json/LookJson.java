package io.gatehouse.service.json;

import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.Scene;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.moderation.signal.Box;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** What was seen in media, as it is kept: with the media, and with each content that was judged by it. */
public final class LookJson {
    private LookJson() {}

    /** Writes the fields of an object that is open; lists that are empty are left out. */
    public static void write(JsonGenerator json, MediaLook look) {
        if (look.incomplete()) json.writeBooleanProperty("incomplete", true);
        objects(json, "texts", look.texts(), (out, text) -> {
            out.writeStringProperty("source", text.source().wireName());
            out.writeStringProperty("text", text.text());
            out.writeNumberProperty("confidence", Math.round(text.confidence() * 100) / 100.0);
            place(out, text.place());
        });
        objects(json, "scenes", look.scenes(), (out, scene) -> {
            out.writeNumberProperty("start_ms", scene.startMillis());
            out.writeNumberProperty("end_ms", scene.endMillis());
            out.writeNumberProperty("evidence_frame", scene.evidenceFrame());
            out.writeNumberProperty("evidence_ms", scene.evidenceMillis());
        });
        objects(json, "scores", look.scores(), (out, scores) -> {
            out.writeStringProperty("classifier", scores.classifier());
            out.writeNumberProperty("frame", scores.frame());
            out.writeNumberProperty("ms", scores.millis());
            out.writeObjectPropertyStart("categories");
            new EnumMap<>(scores.scores())
                    .forEach((category, score) -> out.writeNumberProperty(category.wireName(), score));
            out.writeEndObject();
        });
        objects(json, "missed", look.missed(), (out, missed) -> {
            out.writeStringProperty("signal", missed.signal());
            out.writeStringProperty("reason", missed.reason());
        });
    }

    /** Writes the fields of a place into an object that is open, as answers show them. */
    public static void place(JsonGenerator json, Place place) {
        if (place.frame() != Place.NO_FRAME) json.writeNumberProperty("frame", place.frame());
        json.writeNumberProperty("start_ms", place.startMillis());
        json.writeNumberProperty("end_ms", place.endMillis());
        Box box = place.box();
        if (box == null) return;
        json.writeObjectPropertyStart("box");
        json.writeNumberProperty("left", box.left());
        json.writeNumberProperty("top", box.top());
        json.writeNumberProperty("width", box.width());
        json.writeNumberProperty("height", box.height());
        json.writeEndObject();
    }

    private static <T> void objects(
            JsonGenerator json, String name, List<T> values, BiConsumer<JsonGenerator, T> fields) {
        if (values.isEmpty()) return;
        json.writeArrayPropertyStart(name);
        for (T value : values) {
            json.writeStartObject();
            fields.accept(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @throws RuntimeException when this was not written by {@link #write} */
    public static MediaLook read(JsonNode look) {
        return new MediaLook(
                look.path("incomplete").booleanValue(false),
                list(look, "texts", LookJson::text),
                list(look, "scenes", LookJson::scene),
                list(look, "scores", LookJson::scores),
                list(look, "missed", missed -> new FailedSignal(string(missed, "signal"), string(missed, "reason"))));
    }

    private static <T> List<T> list(JsonNode look, String name, Function<JsonNode, T> one) {
        return look.path(name).values().stream().map(one).toList();
    }

    private static SeenText text(JsonNode text) {
        return new SeenText(
                SeenText.Source.valueOf(string(text, "source").toUpperCase(java.util.Locale.ROOT)),
                string(text, "text"),
                text.required("confidence").doubleValue(),
                place(text));
    }

    private static Place place(JsonNode place) {
        var frame = place.get("frame");
        return new Place(
                frame == null ? Place.NO_FRAME : frame.intValue(),
                place.required("start_ms").longValue(),
                place.required("end_ms").longValue(),
                box(place.get("box")));
    }

    private static @Nullable Box box(@Nullable JsonNode box) {
        if (box == null) return null;
        return new Box(
                box.required("left").intValue(),
                box.required("top").intValue(),
                box.required("width").intValue(),
                box.required("height").intValue());
    }

    private static Scene scene(JsonNode scene) {
        return new Scene(
                scene.required("start_ms").longValue(),
                scene.required("end_ms").longValue(),
                scene.required("evidence_frame").intValue(),
                scene.required("evidence_ms").longValue());
    }

    private static FrameScores scores(JsonNode scores) {
        var byCategory = new EnumMap<Category, Double>(Category.class);
        for (var score : scores.required("categories").properties())
            byCategory.put(
                    Category.ofWireName(score.getKey()).orElseThrow(),
                    score.getValue().doubleValue());
        return new FrameScores(
                string(scores, "classifier"),
                scores.required("frame").intValue(),
                scores.required("ms").longValue(),
                byCategory);
    }

    private static String string(JsonNode tree, String field) {
        return tree.required(field).stringValue();
    }
}
