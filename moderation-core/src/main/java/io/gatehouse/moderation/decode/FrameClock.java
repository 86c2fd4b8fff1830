package io.gatehouse.moderation.decode;

/**
 * The time of each frame as it is shown. Files may say any: times that stand still or go back would leave frames out, which are looked
 * at by the time since the last one, while players show them.
 */
final class FrameClock {
    /** Between frames where the file does not say how many there are a second. */
    private static final long USUAL_MICROS = 40_000;

    /** Frames in a row that share a time: fields of a picture, and frames that a player cannot show. */
    private static final int MAX_STANDING = 8;

    /** A time this much earlier is another count; frames in a wrong order are nearer. */
    private static final long JUMP_MICROS = 1_000_000;

    private final long usualMicros;
    private long offset;
    private long now;
    private long gap;
    private int standing;

    /** @param usualMicros from one frame to the next, 0 where it is not known */
    FrameClock(long usualMicros) {
        this.usualMicros = usualMicros > 0 && usualMicros <= JUMP_MICROS ? usualMicros : USUAL_MICROS;
    }

    /**
     * @param micros since the first frame, as the file says
     * @return the same, never less than that of the frame before
     */
    long next(long micros) {
        long said = micros + offset;
        if (said > now) {
            standing = 0;
            gap = said - now;
            now = said;
        } else if (++standing > MAX_STANDING || now - said > JUMP_MICROS) {
            offset += now - said + usualMicros;
            now += usualMicros;
        }
        return now;
    }

    /** When the last frame is shown no more, as far as it is known. */
    long end() {
        return now + Math.max(gap, usualMicros);
    }
}
