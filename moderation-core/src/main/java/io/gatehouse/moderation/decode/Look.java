package io.gatehouse.moderation.decode;

import io.gatehouse.moderation.hash.HashedPicture;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** What is seen of one medium that moves beside its hashes, frame after frame. */
final class Look {
    private final Job job;
    private final @Nullable Scenes scenes;
    private final @Nullable ScreenTexts texts;
    private final @Nullable FrameScorer scores;
    private long lastHashed = Long.MIN_VALUE;
    private long lastMicros;
    private long frameMicros;
    private boolean begins;

    /** @param declaredMicros as the file says, 0 when it does not */
    Look(Job job, Inspector inspector, long declaredMicros) {
        this(job, inspector, declaredMicros, Orientation.NORMAL);
    }

    /** @param shown how each frame is turned before it is shown */
    Look(Job job, Inspector inspector, long declaredMicros, Orientation shown) {
        this.job = job;
        var answers = inspector.answers();
        var reader = inspector.reader();
        var scorer = inspector.scorer();
        scores = job.looks() && scorer != null ? new FrameScorer(scorer, answers, declaredMicros, shown) : null;
        // Between key frames most cuts are not seen: their scenes would be none.
        scenes = job.looks() && !job.keyFramesOnly() ? new Scenes(answers) : null;
        texts = job.reads() && reader != null ? new ScreenTexts(reader, answers, declaredMicros, shown) : null;
    }

    /** @return whether the frame is to be hashed: the first of a scene, and the next after each gap */
    boolean isDue(int number, long micros, AVFrame frame) throws IOException {
        frameMicros = micros - lastMicros;
        lastMicros = micros;
        begins = scenes != null && scenes.begins(number, micros, frame);
        boolean due = begins
                || job.minGapMillis() == 0
                || lastHashed == Long.MIN_VALUE
                || micros - lastHashed >= 1000L * job.minGapMillis();
        if (due) lastHashed = micros;
        return due;
    }

    void hashed(int number, long micros, HashedPicture hashed) {
        if (scenes != null) scenes.hashed(number, micros, hashed.quality());
    }

    /** Reads and scores, where it is time to. */
    void see(int number, long micros, AVFrame frame) throws IOException {
        if (scores != null) scores.frame(number, micros, frame, begins);
        if (texts != null) texts.frame(number, micros, frame, begins);
    }

    void end() throws IOException {
        long end = lastMicros + Math.max(0, frameMicros);
        if (scenes != null) scenes.end(end);
        if (texts != null) texts.end(end);
    }
}
