package io.gatehouse.moderation.hash;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A cut of 256 bits into bands, and how far a query has to look around its own value in each of them. The generalised
 * pigeonhole of multi-index hashing (Norouzi, Punjani, Fleet 2014): with {@code t(i)} flipped bits looked up in band
 * {@code i} and the sum of {@code t(i) + 1} equal to {@code radius + 1}, a hash that is in no list looked up differs in at
 * least {@code radius + 1} bits.
 */
final class Banding {
    /** For few hashes: small tables, one flipped bit in each band. */
    static final Banding SIXTEEN =
            new Banding(IntStream.generate(() -> 16).limit(16).toArray());

    /** For many: two flipped bits in ten bands, one in the last; lists of one hash or so at ten million. */
    static final Banding ELEVEN = new Banding(new int[] {24, 24, 24, 23, 23, 23, 23, 23, 23, 23, 23});

    /**
     * The large tables take 470 MB whatever they hold. They are quicker from 700,000 hashes on, one and a half times at a million, twice
     * and a half here, three and a half times at three million; up to here the small ones do 7,000 searches a second.
     */
    private static final int SMALL = 2_000_000;

    /** More flipped bits than these in one band would be more look-ups than candidates. */
    private static final int MAX_FLIPS = 2;

    private final int[] widths;
    private final int[] starts;
    /** [radius][band]: bits to flip at most; -1 where the band is not needed at all. */
    private final int[][] flips;
    /** [band][flips]: what to XOR a key with, ascending, so that neighbours in memory are met one after the other. */
    private final int[][][] masks;

    private Banding(int[] widths) {
        this.widths = widths;
        this.starts = new int[widths.length];
        for (int band = 1; band < widths.length; band++) starts[band] = starts[band - 1] + widths[band - 1];
        this.flips = new int[PdqHash.MATCH_DISTANCE + 1][];
        for (int radius = 0; radius < flips.length; radius++) flips[radius] = shares(widths, radius);
        this.masks = new int[widths.length][][];
        for (int band = 0; band < widths.length; band++) {
            masks[band] = new int[MAX_FLIPS + 1][];
            for (int most = 0; most <= MAX_FLIPS; most++) masks[band][most] = around(widths[band], most);
        }
    }

    static Banding of(long hashes) {
        return hashes <= SMALL ? SIXTEEN : ELEVEN;
    }

    int bands() {
        return widths.length;
    }

    /** Keys of a band: two to the power of its bits. */
    int keys(int band) {
        return 1 << widths[band];
    }

    /** Bits to flip in each band for a radius of 0 to 31; -1 for bands that need not be looked at. */
    int[] flips(int radius) {
        return flips[radius];
    }

    int[] masks(int band, int most) {
        return masks[band][most];
    }

    /** Look-ups of the widest radius. */
    int mostProbes() {
        int sum = 0;
        int[] widest = flips[PdqHash.MATCH_DISTANCE];
        for (int band = 0; band < widths.length; band++) sum += masks[band][widest[band]].length;
        return sum;
    }

    /** The band's bits of a hash, counted from the first hexadecimal digit. */
    int key(int band, long first, long second, long third, long last) {
        int start = starts[band];
        int bitsRight = (start & 63) + widths[band] - 64;
        long left = word(start >>> 6, first, second, third, last);
        long bits = bitsRight <= 0
                ? left >>> -bitsRight
                : left << bitsRight | word((start >>> 6) + 1, first, second, third, last) >>> (64 - bitsRight);
        return (int) bits & (keys(band) - 1);
    }

    private static long word(int index, long first, long second, long third, long last) {
        return switch (index) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> last;
        };
    }

    /** Gives out {@code radius + 1} flips, each to the band where the next one costs fewest look-ups. */
    private static int[] shares(int[] widths, int radius) {
        int[] shares = new int[widths.length];
        Arrays.fill(shares, -1);
        for (int left = radius + 1; left > 0; left--) {
            int cheapest = 0;
            for (int band = 1; band < widths.length; band++)
                if (cost(widths[band], shares[band] + 1) < cost(widths[cheapest], shares[cheapest] + 1))
                    cheapest = band;
            shares[cheapest]++;
        }
        return shares;
    }

    /** Look-ups of exactly so many flipped bits; wide bands first, since their lists are shorter. */
    private static long cost(int width, int flips) {
        return switch (flips) {
            case 0 -> 1;
            case 1 -> 64 - width;
            case 2 -> 4_096 - width;
            default -> Long.MAX_VALUE;
        };
    }

    private static int[] around(int width, int most) {
        var masks = IntStream.of(0);
        if (most > 0) masks = IntStream.concat(masks, IntStream.range(0, width).map(bit -> 1 << bit));
        if (most > 1) masks = IntStream.concat(masks, pairs(width));
        return masks.sorted().toArray();
    }

    private static IntStream pairs(int width) {
        return IntStream.range(1, width)
                .flatMap(high -> IntStream.range(0, high).map(low -> 1 << high | 1 << low));
    }
}
