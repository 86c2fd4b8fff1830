package io.gatehouse.moderation.decode;

import java.io.IOException;

/** A picture that moves: its first frame is the picture; all its frames are hashed like a video's. */
final class Animation {
    private final Inspector inspector;
    private final Answers answers;
    private long lastHashed = Long.MIN_VALUE;

    Animation(Inspector inspector, Answers answers) {
        this.inspector = inspector;
        this.answers = answers;
    }

    void inspect(Job job, RemoteFile file) throws IOException {
        if (file.sizeBytes() > job.maxPictureBytes()) throw new RefusedException(Refusal.TOO_MANY_BYTES);
        try (var container = Container.open(MediaFormat.GIF, file)) {
            int frames = Stream.first(container, job).eachFrame((number, micros, frame) -> {
                if (number == 0) inspector.answer(MediaFormat.GIF, frame, Orientation.NORMAL);
                boolean due = lastHashed == Long.MIN_VALUE || micros - lastHashed >= 1000L * job.minGapMillis();
                if (!due) return;
                lastHashed = micros;
                answers.frame(number, micros, inspector.hash(Frames.luma(frame, Orientation.NORMAL, false)));
            });
            answers.done(frames);
        }
    }
}
