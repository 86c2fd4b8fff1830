package io.gatehouse.moderation.decode;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A picture that moves: its first frame is the picture; its frames are looked at like a video's. */
final class Animation {
    private final Inspector inspector;
    private final MediaFormat format;
    private final Look look;

    Animation(Job job, MediaFormat format, Inspector inspector) {
        this.inspector = inspector;
        this.format = format;
        look = new Look(job, inspector, 0);
    }

    void frame(int number, long micros, AVFrame frame) throws IOException {
        if (number == 0) inspector.answerHashes(format, frame, Orientation.NORMAL);
        if (look.isDue(number, micros, frame)) {
            var hashed = inspector.hash(frame, false);
            inspector.answers().frame(number, micros, hashed);
            look.hashed(number, micros, hashed);
        }
        look.see(number, micros, frame);
    }

    void end() throws IOException {
        look.end();
    }
}
