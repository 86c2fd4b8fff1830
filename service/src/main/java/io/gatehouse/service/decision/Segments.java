package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.moderation.fact.Sighting;
import io.gatehouse.service.judging.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** When in a video something was seen, as answers show it. */
final class Segments {
    private Segments() {}

    private record Segment(Sighting sighting, KnownPicture known) {}

    /** A list for each content with a video, empty where nothing was seen; none for others without sightings. */
    static void write(JsonGenerator json, Judged judged) {
        var segments = of(judged);
        if (segments.isEmpty() && !hasVideo(judged.content())) return;
        JsonBytes.objects(json, "segments", segments, (out, segment) -> {
            out.writeStringProperty("media_id", segment.sighting().mediaId());
            out.writeNumberProperty("start_ms", segment.sighting().startMillis());
            out.writeNumberProperty("end_ms", segment.sighting().endMillis());
            JsonBytes.objects(out, "labels", List.of(segment.known()), (inner, known) -> {
                inner.writeStringProperty("category", known.category().wireName());
                inner.writeNumberProperty("severity", known.severity());
                JsonBytes.score(inner, "score", known.score());
            });
            out.writeObjectPropertyStart("evidence");
            out.writeStringProperty("signal", "hash");
            out.writeStringProperty("name", segment.known().bank());
            out.writeNumberProperty("frame_ms", segment.sighting().evidenceMillis());
            out.writeEndObject();
        });
    }

    private static List<Segment> of(Judged judged) {
        var segments = new ArrayList<Segment>();
        for (var known : judged.facts().media().known())
            for (var sighting : known.sightings()) segments.add(new Segment(sighting, known));
        segments.sort(Comparator.comparing((Segment each) -> each.sighting().mediaId())
                .thenComparingLong(each -> each.sighting().startMillis())
                .thenComparing(each -> each.known().bank()));
        return segments;
    }

    private static boolean hasVideo(Content content) {
        return content.parts().stream()
                .anyMatch(part ->
                        part instanceof Part.Media media && media.mediaType().startsWith("video/"));
    }
}
