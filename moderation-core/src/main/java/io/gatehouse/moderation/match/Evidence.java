package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.TokenList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** How much the words of a text, each counted once, tell for each language that we know the common words of. */
final class Evidence {
    /** So many times likelier, as a binary logarithm, is likely. */
    static final int LIKELY = 8;
    /** As likely that a word of another language is what it is there, if it is hardly commoner there. */
    static final int STRONG = 16;
    /** Beyond, nothing else is possible. */
    static final int CERTAIN = 24;

    /** More words tell no more. */
    private static final int MOST_WORDS = 200;

    private final int[] told = new int[SmallWords.languages()];
    /** The words that were counted, by state. */
    private final Set<Long> words = new HashSet<>();

    Evidence(TokenList tokens) {
        for (int token = 0; token < tokens.count() && words.size() < MOST_WORDS; token++) {
            boolean isWord = tokens.end(token) - tokens.start(token) > 1;
            if (isWord && words.add(tokens.state(token))) CommonWords.tell(tokens.state(token), told, 1);
        }
    }

    /**
     * How much the other words tell for some of these languages rather than for another.
     *
     * @param state of the word that tells nothing
     * @param others as bits
     * @param own as a bit; one of none tells nothing
     */
    int rather(long state, long others, long own) {
        var without = without(state);
        int most = 0;
        for (int language = 0; language < without.length; language++)
            if ((others & ~own & 1L << language) != 0) most = Math.max(most, without[language]);
        return most - toldFor(own, without);
    }

    /**
     * The languages, as bits, that the other words make likely rather than this one.
     *
     * @param own as a bit; 0 for none
     * @param states of the words that tell nothing
     */
    long likelier(long own, long... states) {
        var without = without(states);
        int least = LIKELY + toldFor(own, without);
        long likelier = 0;
        for (int language = 0; language < without.length; language++)
            if (without[language] >= least) likelier |= 1L << language;
        return likelier;
    }

    /** How much the words tell for any language rather than for this one. */
    int against(long own) {
        if (own == 0) return 0;
        int most = 0;
        for (int language = 0; language < told.length; language++) most = Math.max(most, told[language]);
        return most - toldFor(own, told);
    }

    private int[] without(long... states) {
        var without = told.clone();
        LongStream.of(states).distinct().filter(words::contains).forEach(state -> CommonWords.tell(state, without, -1));
        return without;
    }

    private static int toldFor(long own, int[] told) {
        return own == 0 ? 0 : told[Long.numberOfTrailingZeros(own)];
    }
}
