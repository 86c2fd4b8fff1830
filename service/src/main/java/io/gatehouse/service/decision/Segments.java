package io.gatehouse.service.decision;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.service.judging.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** When in a video something was seen, as answers show it: frames that banks know, and whatever signals were placed in time. */
final class Segments {
    /** Longest list in an answer: a word on every second frame of an hour. */
    static final int MOST = 2_000;

    private static final long UNKNOWN = -1;

    private Segments() {}

    /**
     * @param frame its number, and {@code frameMillis} its time; {@link #UNKNOWN} where they are not known
     * @param signal by its type, and {@code name} of what it looks for
     */
    private record Segment(
            String mediaId,
            long start,
            long end,
            Category category,
            int severity,
            double score,
            String signal,
            String name,
            long frame,
            long frameMillis) {}

    /** A list for each content with a video, empty where nothing was seen; none for others without. */
    static void write(JsonGenerator json, Judged judged) {
        var segments = of(judged);
        if (segments.isEmpty() && !hasVideo(judged.content())) return;
        JsonBytes.objects(json, "segments", segments.subList(0, Math.min(segments.size(), MOST)), (out, segment) -> {
            out.writeStringProperty("media_id", segment.mediaId());
            out.writeNumberProperty("start_ms", segment.start());
            out.writeNumberProperty("end_ms", segment.end());
            JsonBytes.objects(out, "labels", List.of(segment), (inner, label) -> {
                inner.writeStringProperty("category", label.category().wireName());
                inner.writeNumberProperty("severity", label.severity());
                JsonBytes.score(inner, "score", label.score());
            });
            out.writeObjectPropertyStart("evidence");
            out.writeStringProperty("signal", segment.signal());
            out.writeStringProperty("name", segment.name());
            if (segment.frame() != UNKNOWN) out.writeNumberProperty("frame", segment.frame());
            if (segment.frameMillis() != UNKNOWN) out.writeNumberProperty("frame_ms", segment.frameMillis());
            out.writeEndObject();
        });
    }

    private static List<Segment> of(Judged judged) {
        var segments = new ArrayList<Segment>();
        for (var known : judged.facts().media().known())
            for (var sighting : known.sightings())
                segments.add(new Segment(
                        sighting.mediaId(),
                        sighting.startMillis(),
                        sighting.endMillis(),
                        known.category(),
                        known.severity(),
                        known.score(),
                        "hash",
                        known.bank(),
                        UNKNOWN,
                        sighting.evidenceMillis()));
        for (var signal : judged.judgement().signals())
            for (var span : signal.spans()) {
                var place = span.place();
                if (place == null || place.endMillis() <= place.startMillis()) continue;
                if (judged.content().parts().get(span.part()) instanceof Part.Media media)
                    segments.add(placed(media, place, signal, judged.judgement()));
            }
        segments.sort(Comparator.comparing(Segment::mediaId)
                .thenComparingLong(Segment::start)
                .thenComparingLong(Segment::end)
                .thenComparing(Segment::name));
        return segments;
    }

    private static Segment placed(Part.Media media, Place place, Signal signal, Judgement judgement) {
        int severity = judgement.labels().stream()
                .filter(label -> label.category() == signal.category())
                .mapToInt(Label::severity)
                .findFirst()
                .orElse(0);
        boolean hasFrame = place.frame() != Place.NO_FRAME;
        return new Segment(
                media.mediaId(),
                place.startMillis(),
                place.endMillis(),
                signal.category(),
                severity,
                signal.score(),
                signal.type().wireName(),
                signal.name(),
                hasFrame ? place.frame() : UNKNOWN,
                hasFrame ? place.startMillis() : UNKNOWN);
    }

    private static boolean hasVideo(Content content) {
        return content.parts().stream()
                .anyMatch(part ->
                        part instanceof Part.Media media && media.mediaType().startsWith("video/"));
    }
}
