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
 * @param inputs one result each; each is one or more texts judged together
 */
record ModerationRequest(List<List<String>> inputs) {
    /** As the original. */
    private static final int MAX_INPUTS = 1_000;

    /** As a screening's text. */
    static final int MAX_TEXT_BYTES = 65_536;

    ModerationRequest {
        inputs = List.copyOf(inputs);
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
        List<List<String>> inputs = List.of();
        if (input == null) reader.fault("input", "is missing");
        else inputs = inputsOf(input, reader.pointerTo("input"), faults);
        reader.refuseUnknown();
        faults.refuseAny();
        return new ModerationRequest(inputs);
    }

    private static List<List<String>> inputsOf(JsonNode input, JsonPointer here, Faults faults) {
        if (input.isString()) return List.of(List.of(checked(input, here, faults)));
        if (!input.isArray() || input.isEmpty() || input.size() > MAX_INPUTS) {
            faults.add(here, "must be a string, or an array of 1 to " + MAX_INPUTS + " strings or text parts");
            return List.of();
        }
        var texts = new ArrayList<String>();
        boolean parts = input.get(0).isObject();
        for (int i = 0; i < input.size(); i++) {
            JsonNode element = input.get(i);
            if (parts) texts.add(part(element, here.to(i), faults));
            else if (element.isString()) texts.add(checked(element, here.to(i), faults));
            else faults.add(here.to(i), "must be a string like the first element");
        }
        // Strings are judged one by one; the parts of one message together.
        return parts ? List.of(texts) : texts.stream().map(List::of).toList();
    }

    private static String part(JsonNode element, JsonPointer here, Faults faults) {
        var reader = JsonObjectReader.of(element, here, faults);
        if (reader == null) return "";
        String type = reader.requiredText("type", 32);
        if (type != null && !type.equals("text")) {
            reader.fault("type", "only text parts are judged here; store images by POST /v1/media and screen them");
            return "";
        }
        @Nullable String text = reader.requiredText("text", MAX_TEXT_BYTES);
        reader.refuseUnknown();
        return text == null ? "" : text;
    }

    private static String checked(JsonNode text, JsonPointer here, Faults faults) {
        String fault = JsonObjectReader.faultOf(text.stringValue(), MAX_TEXT_BYTES);
        if (fault != null) faults.add(here, fault);
        return text.stringValue();
    }
}
