package io.gatehouse.moderation.pii;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Keccak-256 as Ethereum uses it: the submission's padding, not that of FIPS 202, which is why Java's does not serve. */
final class Keccak {
    private static final int RATE_BYTES = 136;
    private static final int ROUNDS = 24;
    private static final int[] ROTATIONS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private Keccak() {}

    /** Of ASCII text that fits one block. */
    static byte[] hash256(String text) {
        if (text.length() >= RATE_BYTES) throw new IllegalArgumentException("longer than a block: " + text.length());
        var block = ByteBuffer.allocate(RATE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < text.length(); i++) block.put(i, (byte) text.charAt(i));
        block.put(text.length(), (byte) 1);
        block.put(RATE_BYTES - 1, (byte) (block.get(RATE_BYTES - 1) | 0x80));
        var state = new long[25];
        for (int i = 0; i < RATE_BYTES / 8; i++) state[i] = block.getLong(i * 8);
        permute(state);
        var out = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) out.putLong(state[i]);
        return out.array();
    }

    private static void permute(long[] a) {
        var column = new long[5];
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int x = 0; x < 5; x++) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            for (int x = 0; x < 5; x++) {
                long mix = column[(x + 4) % 5] ^ Long.rotateLeft(column[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) a[x + y] ^= mix;
            }
            long moved = a[1];
            for (int i = 0; i < 24; i++) {
                long kept = a[LANES[i]];
                a[LANES[i]] = Long.rotateLeft(moved, ROTATIONS[i]);
                moved = kept;
            }
            for (int y = 0; y < 25; y += 5) {
                System.arraycopy(a, y, column, 0, 5);
                for (int x = 0; x < 5; x++) a[y + x] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
            }
            // The round constant's bits come from a shift register (Keccak reference, section 1.2).
            for (int bit = 0; bit < 7; bit++) {
                register = ((register << 1) ^ ((register >> 7) * 0x71)) & 0xFF;
                if ((register & 2) != 0) a[0] ^= 1L << ((1 << bit) - 1);
            }
        }
    }
}
