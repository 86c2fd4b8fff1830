package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.OwnKeys.RecordKey;
import java.util.HexFormat;

/**
 * How one file is cut into blocks and each block sealed. A file is a header of {@link #HEADER} bytes, a version and the file's
 * own random salt, then blocks of {@link #PLAIN} bytes, each with {@link #OVERHEAD} more for nonce and tag; the last block may
 * be shorter, or empty. Salt, number and whether it is the last are bound to each block, so that none can be changed, moved,
 * left out, or cut off at the end.
 */
record BlockSeal(RecordKey key, String salt) {
    /** Small enough for one read here and there, large enough that a block's overhead is a third of a percent. */
    static final int PLAIN = 8192;

    /** What {@link io.gatehouse.residency.key.PersonKey#seal} adds: version, nonce, tag. */
    static final int OVERHEAD = 1 + 12 + 16;

    static final int SEALED = PLAIN + OVERHEAD;
    static final byte VERSION = 1;
    static final int SALT_BYTES = 16;
    static final int HEADER = 1 + SALT_BYTES;

    BlockSeal(RecordKey key, byte[] salt) {
        this(key, HexFormat.of().formatHex(salt));
    }

    byte[] seal(byte[] plain, long block, boolean isLast) {
        return key.seal(place(block, isLast), plain);
    }

    /** @throws io.gatehouse.residency.key.KeyRefusedException when it is not this block of this file */
    byte[] open(byte[] sealed, long block, boolean isLast) {
        return key.open(place(block, isLast), sealed);
    }

    private String place(long block, boolean isLast) {
        return salt + '/' + block + (isLast ? "/last" : "");
    }

    /** How many bytes a file of so many on the disk holds; negative when it cannot be a whole file. */
    static long plainLength(long sealedLength) {
        long body = sealedLength - HEADER;
        if (body < OVERHEAD) return -1;
        long plain = body - OVERHEAD * blocks(sealedLength);
        // A last block shorter than its own overhead was cut.
        return (body - 1) % SEALED + 1 < OVERHEAD ? -1 : plain;
    }

    static long blocks(long sealedLength) {
        return (sealedLength - HEADER + SEALED - 1) / SEALED;
    }
}
