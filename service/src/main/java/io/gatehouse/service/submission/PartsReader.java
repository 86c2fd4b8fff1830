package io.gatehouse.service.submission;

import io.gatehouse.moderation.look.CaptionFormat;
import io.gatehouse.moderation.look.Captions;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.submission.ScreeningRequest.RequestedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a content says, in a screening as in an edit. Pure. */
final class PartsReader {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private static final Set<String> TYPES = Set.of("text", "media", "captions");

    private PartsReader() {}

    /** Fewer than were sent when there are faults. */
    static List<RequestedPart> parts(JsonObjectReader body, Faults faults) {
        List<JsonNode> nodes = body.requiredArray("parts", ScreeningReader.MAX_PARTS);
        var pointer = body.pointerTo("parts");
        var parts = new ArrayList<RequestedPart>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var reader = JsonObjectReader.of(nodes.get(i), pointer.to(i), faults);
            RequestedPart part = reader == null ? null : part(reader);
            if (part != null) parts.add(part);
        }
        return parts;
    }

    private static @Nullable RequestedPart part(JsonObjectReader reader) {
        String type = reader.requiredText("type", 16);
        if (type == null) return null;
        RequestedPart part = switch (type) {
            case "text" -> {
                String text = reader.requiredText("text", ScreeningReader.MAX_TEXT_BYTES);
                yield text == null ? null : new RequestedPart.Text(text);
            }
            case "media" -> {
                String mediaId = reader.requiredText("media_id", 200);
                yield mediaId == null ? null : new RequestedPart.Media(mediaId);
            }
            case "captions" -> captions(reader);
            default -> {
                reader.fault("type", "must be text, media or captions");
                // Which fields are known depends on the type: naming them unknown would mislead.
                yield null;
            }
        };
        if (TYPES.contains(type)) reader.refuseUnknown();
        return part;
    }

    /** Every line that cannot be read is a fault of its own. */
    private static @Nullable RequestedPart captions(JsonObjectReader reader) {
        String name = reader.requiredText("format", 16);
        String document = reader.requiredText("text", Captions.MAX_BYTES);
        if (name == null) return null;
        var format = CaptionFormat.ofWireName(name).orElse(null);
        if (format == null) reader.fault("format", "must be webvtt or srt");
        if (format == null || document == null) return null;
        return switch (Captions.read(format, document)) {
            case Captions.Reading.Read _ -> new RequestedPart.Captions(format, document);
            case Captions.Reading.Faulty(var faults) -> {
                for (var fault : faults) reader.fault("text", fault.toString());
                yield null;
            }
        };
    }

    static @Nullable String language(JsonObjectReader body) {
        String code = body.optionalText("language", 16);
        if (code != null && !LANGUAGE.matcher(code).matches())
            body.fault("language", "must be a language code of ISO 639, such as fr");
        return code;
    }
}
