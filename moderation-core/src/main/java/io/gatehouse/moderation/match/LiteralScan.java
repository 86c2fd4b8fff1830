package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldedView;

/** Looks at the readings of one text for the literals of an index. */
final class LiteralScan {
    /** How far the span of an open-ended word reaches at most: longer words are not written, only generated. */
    private static final int MAX_OPEN_LETTERS = 64;

    private final LiteralIndex index;
    private final FoldedView view;
    private final Hits hits;
    private final Work work;

    private LiteralScan(LiteralIndex index, FoldedView view, Hits hits, Work work) {
        this.index = index;
        this.view = view;
        this.hits = hits;
        this.work = work;
    }

    /** Notes what occurs in one reading; stops where the work is spent. */
    static void scan(LiteralIndex index, FoldedView view, Hits hits, Work work) {
        if (index.isEmpty() || !work.spend(view.length())) return;
        var scan = new LiteralScan(index, view, hits, work);
        boolean isMasked = scan.scanWords();
        if (index.automaton() instanceof LiteralAutomaton automaton) scan.scanInside(automaton);
        if (isMasked) MaskedWords.scan(view, index, hits, work);
    }

    /**
     * The loop that every character of every text goes through, which is why it is one method.
     *
     * @return whether the text has a masked letter
     */
    private boolean scanWords() {
        char[] chars = view.chars();
        int length = view.length();
        boolean[] asciiJoins = Tokens.asciiJoins();
        var filter = index.filter();
        var beginnings = index.beginnings();
        long beginningLengths = index.beginningLengths();
        boolean isMasked = false;
        long before = 0;
        int beforeStart = 0;
        int i = 0;
        while (i < length) {
            char c = chars[i];
            if (c == ' ') {
                i++;
                continue;
            }
            int start = i;
            long state = 0;
            if (c < 128 ? asciiJoins[c] : Tokens.joins(chars, i, length)) {
                do {
                    state = Tokens.state(state, c);
                    i++;
                    if (c >= Character.MIN_SURROGATE && Tokens.isPairAt(chars, i - 1, length))
                        state = Tokens.state(state, chars[i++]);
                    // A longer beginning than there are bits is looked for in vain, and rarely.
                    if ((beginningLengths >>> (i - start) & 1) != 0
                            && beginnings.mayHold(Tokens.beginningKey(state))
                            && !propose(Tokens.beginningKey(state), start)) return isMasked;
                    if (i == length) break;
                    c = chars[i];
                } while (c < 128 ? asciiJoins[c] : Tokens.joins(chars, i, length));
            } else {
                isMasked |= c == DisguiseFold.MASK;
                int end = Tokens.endOf(chars, i, length);
                state = Tokens.state(chars, i, end);
                i = end;
            }
            long key = Tokens.key(state);
            if (filter.mayHold(key) && !propose(key, start)) return isMasked;
            long pair = Tokens.pairKey(before, state);
            if (filter.mayHold(pair) && !propose(pair, beforeStart)) return isMasked;
            before = state;
            beforeStart = start;
        }
        return isMasked;
    }

    /** Compares the literals of a key with the text. @return whether there is work left */
    private boolean propose(long key, int keyStart) {
        for (int use = index.first(key); use != LiteralIndex.NONE; use = index.next(use)) {
            if (!work.spend(Work.CANDIDATE)) return false;
            var literal = index.use(use).literal();
            int start = keyStart - index.keyStart(use);
            if (literal.isAt(view, start) && literal.fits(view, start) && !note(index.use(use), start)) return false;
        }
        return true;
    }

    private void scanInside(LiteralAutomaton automaton) {
        // A second look at each character.
        if (!work.spend(view.length())) return;
        automaton.scan(view, (string, end) -> {
            for (int number : index.usesOf(string)) {
                if (!work.spend(Work.CANDIDATE)) return false;
                var use = index.use(number);
                int start = end - use.literal().chars().length();
                if (use.literal().fits(view, start) && !note(use, start)) return false;
            }
            return true;
        });
    }

    private boolean note(Use use, int start) {
        if (!work.spend(Work.OCCURRENCE)) return false;
        var literal = use.literal();
        int end = start + literal.chars().length();
        int from = start;
        int to = end;
        if (literal.isOpenStart()) while (from > start - MAX_OPEN_LETTERS && !view.isBoundary(from)) from--;
        if (literal.isOpenEnd()) while (to < end + MAX_OPEN_LETTERS && !view.isBoundary(to)) to++;
        hits.add(use.target(), view.start(from), view.end(to - 1));
        return true;
    }
}
