package io.gatehouse.moderation.match;

import org.jspecify.annotations.Nullable;

/**
 * What looking at one text may cost. Counted, never timed: the same text and rules end in the same place on every
 * machine, so that a replay sees what was seen.
 */
final class Work {
    /**
     * Units for one text. One takes 0.8 to 2 ns, by what it is spent on; {@code bench rules --worst} prints it. So many
     * bound what the worst texts of 64 KiB that are known take; see docs/measurements.md. A text of 12 KiB that people
     * wrote takes fewer.
     */
    static final int BUDGET = 1_400_000;

    /** What is looked at one after the other takes at most one part in so many of what is left for it and the others. */
    private static final int PARTS = 3;

    /** Left to tell what is found in texts so long that to look at them takes everything; the service takes none. */
    private static final int LEAST = 250_000;

    /** To fold a byte of a text in UTF-8 plainly: letters beyond ASCII take longer. */
    static final int FOLDED = 10;
    /** To find the words of a reading and hash them, a character. */
    static final int HASHED = 3;
    /** To look its words up in an index, a character. */
    static final int SCANNED = 3;
    /** To look up a word more than there are in ordinary writing, where one takes some {@link #LETTERS} characters. */
    static final int SHORT_WORD = 12;

    static final int LETTERS = 6;
    /** To look for literals that may begin inside a word, a character. */
    static final int INSIDE = 3;
    /** To ask a check of a reading, a character. */
    static final int CHECKED = 15;
    /** To find where a reading's words begin, a character; or to pass an occurrence once. */
    static final int PASSED = 4;
    /** To look for words that are one slip away from one, a character. */
    static final int NEAR = 3;
    /** To compare one proposed literal with the text. */
    static final int CANDIDATE = 10;
    /** To keep, sort and report one occurrence. */
    static final int OCCURRENCE = 60;
    /** To try one letter in a masked word. */
    static final int MASKED_LETTER = 24;
    /** To look a word up that a masked one may stand for. */
    static final int MASKED_WORD = 300;

    /** Candidates that are compared beyond the budget, so that each word as it is written has its turn: 0.3 ms at most. */
    private static final int RESERVE = 10_000;

    private final @Nullable Work whole;
    private long left;
    private int reserve = RESERVE;
    private boolean isSpent;

    Work(long budget) {
        this(budget, null);
    }

    private Work(long budget, @Nullable Work whole) {
        left = budget;
        this.whole = whole;
    }

    /**
     * A share of what is left, so that who looks first leaves something to the others; what is spent of it is spent.
     *
     * @param least units that it may have beside the share, if so many are left
     */
    Work share(int least) {
        return new Work(Math.min(left, least + Math.max(0, left - least) / PARTS), this);
    }

    /** Spends what has to be spent: the text as it is written is looked at whatever else there is. */
    void take(int units) {
        left = Math.max(Math.min(left, LEAST), left - units);
    }

    /** What may be spent on reading disguises; the rest is for matching them. */
    int forDisguises() {
        return Math.clamp(left * 5 / 6, 0, Integer.MAX_VALUE);
    }

    /** Takes so many units if they are left; if not, whoever works stops, and nobody gets any more. */
    boolean spend(int units) {
        if (isSpent || units > left) {
            isSpent = true;
            return false;
        }
        left -= units;
        if (whole != null) whole.left -= units;
        return true;
    }

    /** Whether so many units are left. */
    boolean has(long units) {
        return !isSpent && units <= left;
    }

    /** Takes one of the last candidates that are compared when everything else is spent. */
    boolean spendReserve() {
        return reserve-- > 0;
    }

    boolean isSpent() {
        return isSpent;
    }

    /** How many units are left; something may be when the last step was too dear. */
    long left() {
        return left;
    }
}
