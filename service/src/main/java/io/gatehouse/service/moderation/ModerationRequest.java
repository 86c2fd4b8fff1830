package io.gatehouse.service.moderation;

import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a caller of the OpenAI contract asks to be judged.
 *
 * @param inputs one result each; each is one or more pieces judged together
 */
record ModerationRequest(List<List<Piece>> inputs) {
    /** As the original. */
    private static final int MAX_INPUTS = 1_000;

    /** Of one message. The original takes one; each may take a decoder seconds. */
    static final int MAX_PICTURES = 10;

    /** As a screening's text. */
    static final int MAX_TEXT_BYTES = 65_536;

    private static final int MAX_TYPE_BYTES = 32;

    ModerationRequest {
        inputs = inputs.stream().map(List::copyOf).toList();
    }

    boolean hasPictures() {
        return inputs.stream().flatMap(List::stream).anyMatch(piece -> !(piece instanceof Piece.Text));
    }

    /** @throws io.gatehouse.service.problem.ProblemException with every fault */
    static ModerationRequest read(JsonNode body) {
        var faults = new Faults();
        var reader = JsonObjectReader.of(body, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (reader == null) throw new IllegalStateException("a body was refused without a fault");
        // The model asked for is another's: whatever its name, this policy's models judge, and the answer names them.
        var _ = reader.optionalText("model", 100);
        JsonNode input = reader.node("input");
        List<List<Piece>> inputs = List.of();
        if (input == null) reader.fault("input", "is missing");
        else inputs = inputsOf(input, reader.pointerTo("input"), faults);
        reader.refuseUnknown();
        faults.refuseAny();
        return new ModerationRequest(inputs);
    }

    private static List<List<Piece>> inputsOf(JsonNode input, JsonPointer here, Faults faults) {
        if (input.isString()) return List.of(List.of(checked(input, here, faults)));
        if (!input.isArray() || input.isEmpty() || input.size() > MAX_INPUTS) {
            faults.add(here, "must be a string, or an array of 1 to " + MAX_INPUTS + " strings or parts");
            return List.of();
        }
        var pieces = new ArrayList<Piece>();
        boolean parts = input.get(0).isObject();
        for (int i = 0; i < input.size(); i++) {
            JsonNode element = input.get(i);
            if (parts) {
                var piece = part(element, here.to(i), faults);
                if (piece != null) pieces.add(piece);
            } else if (element.isString()) pieces.add(checked(element, here.to(i), faults));
            else faults.add(here.to(i), "must be a string like the first element");
        }
        long pictures =
                pieces.stream().filter(it -> !(it instanceof Piece.Text)).count();
        if (pictures > MAX_PICTURES)
            faults.add(here, "holds " + pictures + " pictures; one message may have " + MAX_PICTURES);
        // Strings are judged one by one; the parts of one message together.
        return parts ? List.of(pieces) : pieces.stream().map(List::of).toList();
    }

    private static @Nullable Piece part(JsonNode element, JsonPointer here, Faults faults) {
        var reader = JsonObjectReader.of(element, here, faults);
        if (reader == null) return null;
        String type = reader.requiredText("type", MAX_TYPE_BYTES);
        if (type == null) return null;
        return switch (type) {
            case "text" -> {
                @Nullable String text = reader.requiredText("text", MAX_TEXT_BYTES);
                reader.refuseUnknown();
                yield text == null ? null : new Piece.Text(text);
            }
            case "image_url" -> {
                var image = reader.requiredObject("image_url");
                reader.refuseUnknown();
                yield image == null ? null : picture(image);
            }
            default -> {
                reader.fault("type", "must be text or image_url");
                yield null;
            }
        };
    }

    private static @Nullable Piece picture(JsonObjectReader image) {
        String url = image.requiredText("url", DataUrl.MAX_BYTES);
        // Of chat messages, where clients share the type; it says how much to look at, and all is looked at here.
        var _ = image.optionalText("detail", MAX_TYPE_BYTES);
        image.refuseUnknown();
        if (url == null) return null;
        var at = image.pointerTo("url");
        return switch (DataUrl.read(url)) {
            case DataUrl.Read.Picture(byte[] file) -> new Piece.Picture(file, at);
            case DataUrl.Read.Elsewhere() -> new Piece.Remote(url, at);
            case DataUrl.Read.Faulty(String fault) -> {
                image.fault("url", fault);
                yield null;
            }
        };
    }

    private static Piece checked(JsonNode text, JsonPointer here, Faults faults) {
        String fault = JsonObjectReader.faultOf(text.stringValue(), MAX_TEXT_BYTES);
        if (fault != null) faults.add(here, fault);
        // Never judged where there was a fault.
        return new Piece.Text(fault == null ? text.stringValue() : "x");
    }
}
