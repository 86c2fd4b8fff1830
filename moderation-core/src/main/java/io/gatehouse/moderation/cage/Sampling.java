package io.gatehouse.moderation.cage;

/**
 * Which frames of a video are hashed, and what else is wanted.
 *
 * @param keyFramesOnly decodes only frames that need no others: fast, and blind to what lies between them
 * @param minGapMillis frames nearer to the last hashed one are decoded, not hashed; 0 hashes every frame
 * @param looks whether scenes, subtitles and thumbnails are wanted; then the first frame of each scene is hashed, too
 * @param reads whether what is written on pictures is wanted, where the cage has a reader
 */
public record Sampling(boolean keyFramesOnly, int minGapMillis, boolean looks, boolean reads) {
    /** As vPDQ's reference does it. */
    public static final Sampling EVERY_FRAME = new Sampling(false, 0, false, false);

    /** A first look. */
    public static final Sampling KEY_FRAMES = new Sampling(true, 0, false, false);

    /** Every half second and every cut: what is shown for two seconds is seen at least three times, wherever its cuts are. */
    public static final Sampling SCENES = new Sampling(false, 500, true, true);

    public Sampling {
        if (minGapMillis < 0) throw new IllegalArgumentException("a gap is not negative: " + minGapMillis);
    }

    Sampling unread() {
        return new Sampling(keyFramesOnly, minGapMillis, looks, false);
    }
}
