package io.gatehouse.moderation.match;

/**
 * What looking at one text may cost. Counted, never timed: the same text and rules end in the same place on every
 * machine, so that a replay sees what was seen.
 */
final class Work {
    /**
     * Units for one text. The five readings of 64 KiB take some 330,000 to look at once; the rest is for what they
     * propose, and all of it takes about 2.5 ms on the reference machine, of the 5 that a text may cost.
     */
    static final int BUDGET = 800_000;

    /** To compare one proposed literal with the text: about twice as long as to look at a character. */
    static final int CANDIDATE = 2;
    /** To keep, sort and report one occurrence. */
    static final int OCCURRENCE = 16;
    /** To try one letter in a masked word. */
    static final int MASKED_LETTER = 3;
    /** To look a word up that a masked one may stand for. */
    static final int MASKED_WORD = 50;

    private long left;

    Work(long budget) {
        left = budget;
    }

    /** Whether so many units were left; if not, whoever works stops. */
    boolean spend(int units) {
        left -= units;
        return left >= 0;
    }

    boolean isSpent() {
        return left < 0;
    }

    /** How many units were spent; more than the budget when the last step was not done. */
    long left() {
        return left;
    }
}
