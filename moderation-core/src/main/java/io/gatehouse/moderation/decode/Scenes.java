package io.gatehouse.moderation.decode;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Divides what moves into scenes, and says each with the clearest of its hashed frames. */
final class Scenes {
    /** Nearer cuts are flicker: a scene shorter than this shows nobody anything. */
    private static final long LEAST_MICROS = 120_000;

    /** Of one medium: a cut every third of a second for an hour. */
    static final int MAX_SCENES = 10_000;

    private final Answers answers;
    private final Cuts cuts = new Cuts();
    private long begin = -1;
    private int evidence;
    private long evidenceMicros;
    private int evidenceQuality = -1;
    private int said;
    private boolean tooMany;

    Scenes(Answers answers) {
        this.answers = answers;
    }

    /** @return whether the frame begins a scene, and so is to be hashed */
    boolean begins(int number, long micros, AVFrame frame) throws IOException {
        boolean cut = cuts.isCut(frame);
        if (begin >= 0 && (!cut || micros - begin < LEAST_MICROS)) return false;
        if (begin >= 0) {
            if (said == MAX_SCENES - 1) {
                if (!tooMany) answers.missed(Missed.TOO_MANY_SCENES);
                tooMany = true;
                return true;
            }
            say(micros);
        }
        begin = micros;
        evidence = number;
        evidenceMicros = micros;
        evidenceQuality = -1;
        return true;
    }

    void hashed(int number, long micros, int quality) {
        if (begin < 0 || quality <= evidenceQuality) return;
        evidence = number;
        evidenceMicros = micros;
        evidenceQuality = quality;
    }

    private void say(long end) throws IOException {
        answers.scene(begin, Math.max(begin, end), evidence, evidenceMicros);
        said++;
    }

    /** @param micros when the last frame is shown no more */
    void end(long micros) throws IOException {
        long end = Math.max(micros, evidenceMicros);
        // One frame alone is a picture.
        if (begin >= 0 && (said > 0 || end > begin)) say(end);
    }
}
