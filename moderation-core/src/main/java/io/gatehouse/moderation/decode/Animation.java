package io.gatehouse.moderation.decode;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A picture that moves: its first frame is the picture, and its frames are looked at like a video's. */
final class Animation {
    private final Inspector inspector;
    private final MediaFormat format;
    private final Orientation shown;
    private final Look look;
    private boolean begun;

    /** @param shown how frames are turned before they are */
    Animation(Job job, MediaFormat format, Orientation shown, Inspector inspector) {
        this.inspector = inspector;
        this.format = format;
        this.shown = shown;
        look = new Look(job, inspector, 0, shown);
    }

    /** Whether a frame was there. */
    boolean hasBegun() {
        return begun;
    }

    void frame(int number, long micros, AVFrame frame) throws IOException {
        if (!begun) inspector.answerHashes(format, frame, shown);
        begun = true;
        if (look.isDue(number, micros, frame)) {
            var hashed = inspector.hash(frame, false, shown);
            inspector.answers().frame(number, micros, hashed);
            look.hashed(number, micros, hashed);
        }
        look.see(number, micros, frame);
    }

    void end() throws IOException {
        look.end();
    }
}
