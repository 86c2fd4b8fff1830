package io.gatehouse.moderation.decode;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Scores a picture, or of what moves the first frame of each scene and one a second. */
final class FrameScorer {
    private static final long LEAST_GAP_MICROS = 1_000_000;

    /** Of one medium: the whole length of longer ones is scored less often. */
    private static final int MAX_FRAMES = 600;

    /** Of scoring, for one medium; a frame takes some ten milliseconds. Then the rest is told as missed. */
    private static final long MAX_NANOS = 60_000_000_000L;

    private final PictureScorer scorer;
    private final Answers answers;
    private final long gapMicros;
    private final Orientation shown;
    private long last = Long.MIN_VALUE;
    private long nanos;
    private boolean over;

    /** @param declaredMicros as the file says, 0 when it does not */
    FrameScorer(PictureScorer scorer, Answers answers, long declaredMicros, Orientation shown) {
        this.shown = shown;
        this.scorer = scorer;
        this.answers = answers;
        gapMicros = Math.max(LEAST_GAP_MICROS, declaredMicros / MAX_FRAMES);
    }

    void frame(int number, long micros, AVFrame frame, boolean begins) throws IOException {
        boolean due = last == Long.MIN_VALUE || micros - last >= gapMicros;
        if (over || !(due || (begins && micros - last >= LEAST_GAP_MICROS / 4))) return;
        last = micros;
        long started = System.nanoTime();
        answers.scores(number, micros, scorer.score(frame, shown));
        nanos += System.nanoTime() - started;
        if (nanos <= MAX_NANOS) return;
        over = true;
        answers.missed(Missed.CLASSIFIER_TIME);
    }
}
