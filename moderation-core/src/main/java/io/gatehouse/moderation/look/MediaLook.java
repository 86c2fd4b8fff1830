package io.gatehouse.moderation.look;

import io.gatehouse.moderation.signal.FailedSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen in one picture or video beside its hashes.
 *
 * @param incomplete the file is cut off, or broken in the middle: what is in front of that was seen
 * @param texts in order of time, of one frame from the top down
 * @param scenes of a video or an animation, in order and without gaps; none of a still picture
 * @param scores of picture classifiers, in order of time
 * @param missed what was wanted and could not be seen, or not to its end; never "nothing there"
 */
public record MediaLook(
        boolean incomplete,
        List<SeenText> texts,
        List<Scene> scenes,
        List<FrameScores> scores,
        List<FailedSignal> missed) {
    /** Nothing was looked for, or nothing was there. */
    public static final MediaLook NONE = new MediaLook(false, List.of(), List.of(), List.of(), List.of());

    /** Lines of one medium: some eight hours of subtitles. */
    public static final int MAX_TEXTS = 20_000;

    public MediaLook {
        texts = List.copyOf(texts);
        scenes = List.copyOf(scenes);
        scores = List.copyOf(scores);
        missed = List.copyOf(missed);
        if (texts.size() > MAX_TEXTS)
            throw new IllegalArgumentException("a look has at most " + MAX_TEXTS + " lines, not " + texts.size());
    }

    /** The lines as one text, for the rules. */
    public PlacedText placed() {
        return PlacedText.of(texts);
    }

    /** The same look, of which one thing more is known to be missing. */
    public MediaLook missing(FailedSignal what) {
        var all = new ArrayList<>(missed);
        all.add(what);
        return new MediaLook(incomplete, texts, scenes, scores, all);
    }
}
