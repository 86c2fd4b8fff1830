package io.gatehouse.moderation.cage;

/**
 * Which frames of a video are hashed.
 *
 * @param keyFramesOnly decodes only frames that need no others: fast, and blind to what lies between them
 * @param minGapMillis frames nearer to the last hashed one are decoded, not hashed; 0 hashes every frame
 */
public record Sampling(boolean keyFramesOnly, int minGapMillis) {
    /** As vPDQ's reference does it. */
    public static final Sampling EVERY_FRAME = new Sampling(false, 0);

    /** A first look. */
    public static final Sampling KEY_FRAMES = new Sampling(true, 0);

    /** Every half second: what is shown for two seconds is seen at least three times, wherever its cuts are. */
    public static final Sampling SCENES = new Sampling(false, 500);

    public Sampling {
        if (minGapMillis < 0) throw new IllegalArgumentException("a gap is not negative: " + minGapMillis);
    }
}
