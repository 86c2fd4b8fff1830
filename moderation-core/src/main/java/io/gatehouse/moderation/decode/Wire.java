package io.gatehouse.moderation.decode;

/**
 * The words between the program and its worker: one byte, then what the word needs, as {@link java.io.DataOutputStream}
 * writes it. A {@link Job} is followed by {@code int} how many, and the first bytes of the file: most pictures need no other. The worker
 * answers it with any number of {@link #READ}, then {@link #PICTURE} or {@link #VIDEO},
 * any number of what was seen, and {@link #DONE}; or with {@link #REFUSED} at any time.
 */
public final class Wire {
    /** Changes with the way in which pictures are decoded, shrunk and hashed: hashes of two versions may differ in bits. */
    public static final int DECODE_VERSION = 3;

    /** The worker is ready for its first job: {@code int} {@link #DECODE_VERSION}, {@code boolean} whether it reads texts. */
    public static final byte READY = 'W';

    /** The worker wants bytes: {@code long} where, {@code int} how many. The answer: {@code int} how many follow, then they. */
    public static final byte READ = 'R';

    /** {@code byte} format, {@code int} width and height, {@code byte} quality, eight hashes of four {@code long}. */
    public static final byte PICTURE = 'P';

    /** {@code byte} format, {@code int} width and height, {@code long} milliseconds, -1 when the file does not say. */
    public static final byte VIDEO = 'V';

    /** {@code int} number from 0, {@code long} microseconds from the begin, {@code byte} quality, a hash. */
    public static final byte FRAME = 'F';

    /**
     * A line on a picture: {@code int} frame, {@code long} microseconds of its first and its last sight, {@code byte} confidence to
     * 100, {@code int} left, top, width and height, text.
     */
    public static final byte TEXT = 'T';

    /** A line of the file's own subtitles: {@code long} microseconds of begin and end, text. */
    public static final byte SUBTITLE = 'U';

    /** {@code long} microseconds of begin and end, {@code int} evidence frame, {@code long} its microseconds. */
    public static final byte SCENE = 'S';

    /** A small picture that the file carries: {@code byte} quality, a hash. */
    public static final byte THUMBNAIL = 'H';

    /** What a classifier says: {@code int} frame, {@code long} microseconds, {@code byte} how many, {@code float} each. */
    public static final byte SCORES = 'C';

    /** The file is cut off, or broken in the middle. */
    public static final byte INCOMPLETE = 'I';

    /** {@code byte} ordinal of the {@link Missed}. */
    public static final byte MISSED = 'M';

    /** {@code int} how many frames were decoded. */
    public static final byte DONE = 'D';

    /** {@code byte} ordinal of the {@link Refusal}. */
    public static final byte REFUSED = 'X';

    /** Most bytes sent at once: no round trip for most pictures, and few megabytes in flight. */
    public static final int MAX_READ_BYTES = 1 << 20;

    private Wire() {}
}
