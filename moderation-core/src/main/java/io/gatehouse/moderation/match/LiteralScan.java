package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;

/** Looks at the readings of one text for the literals of an index. */
final class LiteralScan {
    /** How far the span of an open-ended word reaches at most: longer words are not written, only generated. */
    private static final int MAX_OPEN_LETTERS = 64;

    private final LiteralIndex index;
    private final FoldedView view;
    private final Hits hits;
    private final Work work;
    private final SeenWords seen;

    private LiteralScan(LiteralIndex index, FoldedView view, SeenWords seen, Hits hits, Work work) {
        this.index = index;
        this.view = view;
        this.hits = hits;
        this.work = work;
        this.seen = seen;
    }

    /**
     * Notes what occurs in one reading; stops where the work is spent.
     *
     * @param isPaid whether to look at its characters is paid already
     */
    static void scan(LiteralIndex index, FoldedView view, boolean isPaid, SeenWords seen, Hits hits, Work work) {
        if (index.isEmpty()) return;
        int inside = index.automaton() == null ? 0 : Work.INSIDE;
        if (!isPaid && !work.spend((Work.SCANNED + inside) * view.length())) return;
        var tokens = view.tokens();
        var scan = new LiteralScan(index, view, seen, hits, work);
        scan.scanTokens(tokens);
        if (index.beginningLengths() != 0) scan.scanBeginnings(tokens);
        var automaton = index.automaton();
        if (automaton != null) scan.scanInside(automaton);
        if (tokens.isMasked())
            MaskedWords.scan(view, index, work, (use, start, end) -> hits.add(use.target(), start, end));
    }

    private void scanTokens(TokenList tokens) {
        var filter = index.filter();
        long before = 0;
        for (int token = 0; token < tokens.count(); token++) {
            long state = tokens.state(token);
            long key = Tokens.key(state);
            if (filter.mayHold(key) && !propose(key, tokens.start(token))) return;
            long pair = Tokens.pairKey(before, state);
            if (filter.mayHold(pair) && token > 0 && !propose(pair, tokens.start(token - 1))) return;
            before = state;
        }
    }

    private void scanBeginnings(TokenList tokens) {
        var filter = index.beginnings();
        long lengths = index.beginningLengths();
        int least = Long.numberOfTrailingZeros(lengths);
        for (int token = 0; token < tokens.count(); token++) {
            int longest = Math.min(tokens.end(token) - tokens.start(token), LiteralIndex.MAX_BEGINNING);
            if (longest < least) continue;
            // The bits of the lengths that the token has.
            long left = lengths & (-1L >>> (Long.SIZE - 1 - longest));
            for (; left != 0; left &= left - 1) {
                long key = Tokens.beginningKey(tokens.state(token, Long.numberOfTrailingZeros(left)));
                if (filter.mayHold(key) && !propose(key, tokens.start(token))) return;
            }
        }
    }

    /** Compares the literals of a key with the text. @return whether there is work left */
    private boolean propose(long key, int keyStart) {
        for (int use = index.first(key); use != LiteralIndex.NONE; use = index.next(use)) {
            if (!work.spend(Work.CANDIDATE)) return false;
            long required = index.required(use);
            if (required != LiteralIndex.NO_KEY && !seen.mayHold(required)) continue;
            var literal = index.use(use).literal();
            int start = keyStart - index.keyStart(use);
            if (literal.isAt(view, start) && literal.fits(view, start) && !note(index.use(use), start)) return false;
        }
        return true;
    }

    private void scanInside(LiteralAutomaton automaton) {
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
        // A reading of words that were joined may hold neighbours that stand the other way round in the text.
        if (view.start(from) < view.end(to - 1)) hits.add(use.target(), view.start(from), view.end(to - 1));
        return work.spend(Work.PASSED * (start - from + to - end));
    }
}
