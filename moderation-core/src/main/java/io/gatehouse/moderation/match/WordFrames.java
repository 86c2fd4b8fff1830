package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.Tokens;
import java.util.List;

/**
 * What is left of words where one to {@value MaskedWords#MAX_MASKS} letters in a row are hidden: so that it takes one look, and not
 * one for each letter, to see that a masked word is none of them. May say yes too often, and never no.
 */
final class WordFrames {
    /** Makes another key of the same letters for each number of letters between them. */
    private static final long HIDDEN = 0x9FB21C651E98DF25L;

    private final KeyFilter keys;

    /** @param words as full folding leaves them, each letter once in a row */
    WordFrames(List<String> words) {
        int count = 0;
        for (var word : words)
            for (int hidden = 1; hidden <= mostHidden(word.length()); hidden++) count += word.length() - hidden + 1;
        keys = new KeyFilter(count);
        for (var word : words) add(word.toCharArray());
    }

    /** How many letters of a word may be hidden so that it is still read. */
    private static int mostHidden(int length) {
        if (length > MaskedWords.MAX_LENGTH) return 0;
        return Math.min(MaskedWords.MAX_MASKS, length - (length + MaskedWords.SEEN_OF - 1) / MaskedWords.SEEN_OF);
    }

    private void add(char[] word) {
        long before = 0;
        for (int start = 0; start < word.length; start++) {
            for (int hidden = 1; hidden <= mostHidden(word.length) && start + hidden <= word.length; hidden++)
                keys.add(key(before, Tokens.state(word, start + hidden, word.length), hidden));
            before = Tokens.state(before, word[start]);
        }
    }

    private static long key(long before, long after, int hidden) {
        return Tokens.pairKey(before ^ hidden * HIDDEN, after);
    }

    /**
     * Whether some word seems to have so many letters between these.
     *
     * @param before {@link Tokens#state} of the letters before the hidden ones; 0 of none
     * @param after of those behind
     */
    boolean mayHold(long before, long after, int hidden) {
        return keys.mayHold(key(before, after, hidden));
    }
}
