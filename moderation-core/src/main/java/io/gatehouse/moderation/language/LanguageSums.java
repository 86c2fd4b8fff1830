package io.gatehouse.moderation.language;

import java.util.Arrays;

/**
 * What a message says about each language, in {@link LanguageTable#UNIT}s. Rows of a byte for each language are added eight languages at
 * once: into lanes of 16 bits in plain longs, spread before they can overflow. Not thread-safe: one for each message.
 */
final class LanguageSums {
    private static final int LANES = 4;
    private static final long EVERY_OTHER = 0x00FF_00FF_00FF_00FFL;
    private static final long LANE = 0xFFFF;

    /** Rows that fit a lane: 256 of 255 are less than 65,536. */
    private static final int MOST_ROWS = 256;

    private final int[] sums;
    private final long[] even = new long[LanguageTable.ROW_LONGS];
    private final long[] odd = new long[LanguageTable.ROW_LONGS];
    private final long[] found = new long[LanguageTable.LONGEST];
    private int rows;
    private int times;

    LanguageSums(int languages) {
        sums = new int[languages];
    }

    /** Room for what was found of the pieces that begin at one letter. */
    long[] found() {
        return found;
    }

    /** Adds one weight of one language. */
    void add(int language, int weight) {
        sums[language] += weight;
    }

    /** @param at where the row of a weight for every language begins */
    void addRow(long[] table, int at) {
        for (int i = 0; i < LanguageTable.ROW_LONGS; i++) {
            long weights = table[at + i];
            even[i] += weights & EVERY_OTHER;
            odd[i] += weights >>> Byte.SIZE & EVERY_OTHER;
        }
        if (++rows == MOST_ROWS) spread();
    }

    /** From now on rows count so many times. */
    void counting(int times) {
        if (times == this.times) return;
        spread();
        this.times = times;
    }

    private void spread() {
        if (rows == 0) return;
        for (int language = 0; language < sums.length; language++) {
            long[] lanes = (language & 1) == 0 ? even : odd;
            int shift = (language >> 1) % LANES * Short.SIZE;
            sums[language] += times * (int) (lanes[language / Long.BYTES] >>> shift & LANE);
        }
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        rows = 0;
    }

    /** @return of each language */
    int[] all() {
        spread();
        return sums;
    }
}
