package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Place;
import io.gatehouse.moderation.signal.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one classifier of pictures said about the media of a content.
 *
 * @param highest of all frames
 * @param spans the frames whose score is shown, those that follow each other as one
 * @param failed media that it was not asked about
 */
record PictureScores(Map<Category, Double> highest, Map<Category, List<Span>> spans, List<FailedSignal> failed) {
    /** Of one signal; more help nobody. */
    private static final int MAX_SPANS = 64;

    static PictureScores of(String classifier, Content content) {
        var highest = new EnumMap<Category, Double>(Category.class);
        var spans = new EnumMap<Category, List<Span>>(Category.class);
        var failed = new ArrayList<FailedSignal>();
        for (int i = 0; i < content.parts().size(); i++) {
            if (!(content.parts().get(i) instanceof Part.Media media)) continue;
            var scored = media.look().scores().stream()
                    .filter(scores -> scores.classifier().equals(classifier))
                    .toList();
            if (scored.isEmpty()) failed.add(new FailedSignal(classifier, "not asked: " + media.mediaId()));
            for (var frame : scored)
                frame.scores().forEach((category, score) -> highest.merge(category, score, Math::max));
            add(i, scored, spans);
        }
        return new PictureScores(highest, spans, failed);
    }

    private static void add(int part, List<FrameScores> frames, Map<Category, List<Span>> spans) {
        for (int i = 0; i < frames.size(); i++) {
            var frame = frames.get(i);
            // It is seen until the next one was looked at.
            long end = i + 1 < frames.size() ? frames.get(i + 1).millis() : frame.millis();
            var place = new Place(frame.frame(), frame.millis(), Math.max(frame.millis(), end), null);
            for (var score : frame.scores().entrySet()) {
                if (score.getValue() < Judgement.SHOWN_SCORE) continue;
                var all = spans.computeIfAbsent(score.getKey(), _ -> new ArrayList<>());
                var last = all.isEmpty() ? null : all.getLast();
                var before = last == null || last.part() != part ? null : last.place();
                if (before != null && before.endMillis() == frame.millis() && i > 0)
                    all.set(all.size() - 1, Span.at(part, before.with(place)));
                else if (all.size() < MAX_SPANS) all.add(Span.at(part, place));
            }
        }
    }
}
