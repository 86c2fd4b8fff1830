package io.gatehouse.moderation.text;

/**
 * Says what is looked for. Most suspect words mean nothing in any reading of them that anybody looks for: so they are asked
 * about before anything is written down. Never no to what is looked for; yes by mistake costs time only.
 */
public interface Wanted {
    /** All there is. */
    Wanted EVERYTHING = new Wanted() {
        @Override
        public boolean mayHold(TokenList words, int token) {
            return true;
        }

        @Override
        public boolean mayHoldMasked(TokenList words, Budget budget) {
            return true;
        }

        @Override
        public boolean readsLetters() {
            return false;
        }
    };

    /** Whether the word is looked for, is one of several that are looked for together, or begins or holds such a one. */
    boolean mayHold(TokenList words, int token);

    /** Whether {@link #mayHold} looks at the letters of a word; else at its hashes only. */
    boolean readsLetters();

    /**
     * Whether some masked word among these may stand for one that is looked for.
     *
     * @param budget is asked for what it costs; where it is not left, some word may
     */
    boolean mayHoldMasked(TokenList words, Budget budget);

    /** Pays for asking what costs more than a look. */
    interface Budget {
        /** Takes so many units if they are left; whether they were. */
        boolean spend(int units);
    }
}
