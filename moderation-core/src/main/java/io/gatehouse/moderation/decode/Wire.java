package io.gatehouse.moderation.decode;

/**
 * The words between the program and its worker: one byte, then what the word needs, as {@link java.io.DataOutputStream}
 * writes it. The worker answers a {@link Job} with any number of {@link #READ}, then {@link #PICTURE} or {@link #VIDEO},
 * any number of {@link #FRAME}, and {@link #DONE}; or with {@link #REFUSED} at any time.
 */
public final class Wire {
    /** Changes with the way in which pictures are decoded, shrunk and hashed: hashes of two versions may differ in bits. */
    public static final int DECODE_VERSION = 1;

    /** The worker is ready for its first job: {@code int} {@link #DECODE_VERSION}. */
    public static final byte READY = 'W';

    /** The worker wants bytes: {@code long} where, {@code int} how many. The answer: {@code int} how many follow, then they. */
    public static final byte READ = 'R';

    /** {@code byte} format, {@code int} width and height, {@code byte} quality, eight hashes of four {@code long}. */
    public static final byte PICTURE = 'P';

    /** {@code byte} format, {@code int} width and height, {@code long} milliseconds, -1 when the file does not say. */
    public static final byte VIDEO = 'V';

    /** {@code int} number from 0, {@code long} microseconds from the begin, {@code byte} quality, a hash. */
    public static final byte FRAME = 'F';

    /** {@code int} how many frames were decoded. */
    public static final byte DONE = 'D';

    /** {@code byte} ordinal of the {@link Refusal}. */
    public static final byte REFUSED = 'X';

    /** Most bytes asked for at once: two round trips for most pictures, and few megabytes in flight. */
    public static final int MAX_READ_BYTES = 1 << 20;

    private Wire() {}
}
