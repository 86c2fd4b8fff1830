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
        if (!work.spend(view.length())) return;
        var scan = new LiteralScan(index, view, hits, work);
        boolean isMasked = scan.scanWords();
        if (index.automaton() instanceof LiteralAutomaton automaton) scan.scanInside(automaton);
        if (isMasked) MaskedWords.scan(view, index, hits, work);
    }

    /** @return whether the text has a masked letter */
    private boolean scanWords() {
        char[] chars = view.chars();
        int length = view.length();
        boolean isMasked = false;
        long before = 0;
        int beforeStart = 0;
        for (int i = 0; i < length; ) {
            if (chars[i] == ' ') {
                i++;
                continue;
            }
            isMasked |= chars[i] == DisguiseFold.MASK;
            int start = i;
            long hash = Tokens.seed();
            boolean goesOn = Tokens.joins(chars, i, length);
            do {
                boolean isPair = chars[i] >= Character.MIN_SURROGATE && Tokens.isPairAt(chars, i, length);
                hash = Tokens.hash(hash, chars[i++]);
                if (isPair) hash = Tokens.hash(hash, chars[i++]);
                if (index.mayBegin(hash, i - start) && !propose(Tokens.beginning(hash), start)) return isMasked;
            } while (goesOn && i < length && Tokens.joins(chars, i, length));
            if (index.mayHold(hash) && !propose(hash, start)) return isMasked;
            long pair = Tokens.pair(before, hash);
            if (index.mayHold(pair) && !propose(pair, beforeStart)) return isMasked;
            before = hash;
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
        hits.add(use.target(), view.start(from), view.end(to - 1), use.proposes());
        return true;
    }
}
