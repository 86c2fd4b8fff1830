package io.gatehouse.moderation.hash;

import java.util.HexFormat;

/**
 * A PDQ hash: 256 bits, of which about half are set. Two pictures are alike when few bits differ; the publisher calls 31 or
 * fewer a match.
 *
 * @param first bits 255 to 192, the hash's first 16 hexadecimal digits
 * @param last bits 63 to 0
 */
public record PdqHash(long first, long second, long third, long last) implements Comparable<PdqHash> {
    /** Of pictures that are too small to hash; their quality is 0. */
    public static final PdqHash EMPTY = new PdqHash(0, 0, 0, 0);

    public static final int BITS = 256;

    /** Bits, at most, that differ between two copies of a picture, as the publisher recommends. */
    public static final int MATCH_DISTANCE = 31;

    private static final int DIGITS = BITS / 4;

    /**
     * @param hex 64 hexadecimal digits, of either case
     * @throws IllegalArgumentException for anything else; the message says what is wrong
     */
    public static PdqHash parse(String hex) {
        if (hex.length() != DIGITS)
            throw new IllegalArgumentException("a PDQ hash has " + DIGITS + " hexadecimal digits, not " + hex.length());
        try {
            return new PdqHash(
                    HexFormat.fromHexDigitsToLong(hex, 0, 16),
                    HexFormat.fromHexDigitsToLong(hex, 16, 32),
                    HexFormat.fromHexDigitsToLong(hex, 32, 48),
                    HexFormat.fromHexDigitsToLong(hex, 48, 64));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a PDQ hash has only hexadecimal digits (0-9, a-f)", e);
        }
    }

    /** How many bits differ, 0 to 256. */
    public int distance(PdqHash other) {
        return Long.bitCount(first ^ other.first)
                + Long.bitCount(second ^ other.second)
                + Long.bitCount(third ^ other.third)
                + Long.bitCount(last ^ other.last);
    }

    /** As the hexadecimal digits compare. */
    @Override
    public int compareTo(PdqHash other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) order = Long.compareUnsigned(second, other.second);
        if (order == 0) order = Long.compareUnsigned(third, other.third);
        return order == 0 ? Long.compareUnsigned(last, other.last) : order;
    }

    public String toHex() {
        var hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(last);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
