package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import org.jspecify.annotations.Nullable;

/** Looks at the readings of one text for the literals of an index. */
final class LiteralScan {
    /** How far the span of an open-ended word reaches at most: longer words are not written, only generated. */
    private static final int MAX_OPEN_LETTERS = 64;

    /** Letters of a variant that is believed of words that were joined. */
    private static final int MIN_JOINED_VARIANT = 7;

    /** Says whether what is no word itself is believed to be one. */
    interface Variants {
        /** @param start first code point of the word as submitted */
        boolean believes(LiteralIndex.Use use, int start);

        /**
         * Whether a word of the plain reading at the code points [start, end) may be what a target stands for.
         *
         * @param state as {@link Tokens#state} has it after its letters
         */
        boolean believesWord(int target, long state, int start, int end);

        /** Whether that was not said to be no such word before, in the plain reading: others repeat its words. */
        boolean believesAgain(int target, int start, int end);

        /** Whether a word that is spelled right at the code points [start, end) counts: some do only if they are hidden. */
        boolean believesHidden(int target, int start, int end);

        /** Whether a word of so many letters, some of them hidden, may be meant: not in a text of another language. */
        boolean believesMasked(LiteralIndex.Use use, int letters);

        /**
         * Whether what stands there may be the literal: an ordinary word cut into syllables is none.
         *
         * @param isPlain whether it was found in the text as it is written
         */
        boolean believesPlace(LiteralIndex.Use use, int start, int end, boolean isPlain);
    }

    private final LiteralIndex index;
    private final KeyTable keys;
    private final FoldedView view;
    private final Hits hits;
    private final Work work;
    private final SeenWords seen;
    private final boolean isPlain;
    /** Looked at since the work is spent; null before. */
    private @Nullable AskedKeys lastKeys;

    private final Variants variants;

    private LiteralScan(
            LiteralIndex index,
            FoldedView view,
            boolean isPlain,
            SeenWords seen,
            Hits hits,
            Work work,
            Variants variants) {
        this.isPlain = isPlain;
        this.variants = variants;
        this.index = index;
        keys = index.keys();
        this.view = view;
        this.hits = hits;
        this.work = work;
        this.seen = seen;
    }

    /**
     * Notes what occurs in one reading; stops where the work is spent.
     *
     * @param isPlain whether it is the text as it is written, all of which is looked at whatever is spent
     * @param isPaid whether to look at its characters is paid already
     * @param variants whether variants of what a target stands for are believed in this text
     */
    static void scan(
            LiteralIndex index,
            FoldedView view,
            boolean isPaid,
            boolean isPlain,
            SeenWords seen,
            Hits hits,
            Work work,
            Variants variants) {
        if (index.isEmpty()) return;
        int inside = index.automaton() == null ? 0 : Work.INSIDE;
        if (!isPaid && !work.spend((Work.SCANNED + inside) * view.length())) return;
        var tokens = view.tokens();
        int shortWords = Work.SHORT_WORD * Math.max(0, tokens.count() - view.length() / Work.LETTERS);
        if (isPlain) work.take(shortWords);
        else if (!work.spend(shortWords)) return;
        var scan = new LiteralScan(index, view, isPlain, seen, hits, work, variants);
        scan.scanTokens(tokens);
        scan.scanBeginnings(tokens);
        var automaton = index.automaton();
        if (automaton != null) scan.scanInside(automaton);
        if (tokens.isMasked())
            MaskedWords.scan(view, index, work, (use, start, end) -> {
                boolean isBelieved = variants.believesMasked(use, end - start)
                        && variants.believesHidden(use.target(), start, end)
                        && variants.believesPlace(use, start, end, false);
                if (isBelieved) hits.add(use.target(), start, end);
            });
    }

    private void scanTokens(TokenList tokens) {
        for (int from = 0; from < tokens.count(); from += KeyTable.GROUP)
            for (long left = keys.glance(tokens, from); left != 0; left &= left - 1)
                if (!proposeAt(tokens, from + Long.numberOfTrailingZeros(left))) return;
    }

    /** Proposes what the token is, alone or with the one before it. @return whether there is work left */
    private boolean proposeAt(TokenList tokens, int token) {
        long state = tokens.state(token);
        int start = tokens.start(token);
        long key = Tokens.key(state);
        if (keys.mayHoldWord(key) && !propose(key, start)) return false;
        if (tokens.isDoubled(token)) {
            long doubled = Tokens.doubledKey(state);
            if (keys.mayHoldWord(doubled) && !propose(doubled, start)) return false;
        }
        if (token > 0) {
            long pair = Tokens.pairKey(tokens.state(token - 1), state);
            if (keys.mayHoldPair(pair) && !propose(pair, tokens.start(token - 1))) return false;
        }
        return true;
    }

    private void scanBeginnings(TokenList tokens) {
        for (long left = keys.beginningLengths(); left != 0; left &= left - 1)
            if (!scanBeginnings(tokens, Long.numberOfTrailingZeros(left))) return;
    }

    private boolean scanBeginnings(TokenList tokens, int length) {
        for (int from = 0; from < tokens.count(); from += KeyTable.GROUP)
            for (long left = keys.glanceAtBeginnings(tokens, length, from); left != 0; left &= left - 1) {
                int token = from + Long.numberOfTrailingZeros(left);
                if (!propose(Tokens.beginningKey(tokens.state(token, length)), tokens.start(token))) return false;
            }
        return true;
    }

    /** Compares the literals of a key with the text. @return whether there is work left */
    private boolean propose(long key, int keyStart) {
        if (work.isSpent()) return proposeLast(key, keyStart);
        for (int use = keys.first(key); use != LiteralIndex.NONE; use = keys.next(use)) {
            if (!work.spend(Work.CANDIDATE)) return proposeLast(key, keyStart);
            long required = keys.required(use);
            if (required != LiteralIndex.NO_KEY && !seen.mayHold(required)) continue;
            var literal = index.use(use).literal();
            int start = keyStart - index.keyStart(use);
            if (literal.isAt(view, start) && literal.fits(view, start) && !note(index.use(use), start))
                return proposeLast(key, keyStart);
        }
        return true;
    }

    /**
     * Once the work is spent: a key that was not looked at since is looked at once more, for what was not found before, so
     * that each word of the text as it is written had its turn. @return whether there is work left for that
     */
    private boolean proposeLast(long key, int keyStart) {
        if (!isPlain) return false;
        if (lastKeys == null) lastKeys = new AskedKeys();
        if (!lastKeys.add(key)) return true;
        for (int use = keys.first(key); use != LiteralIndex.NONE; use = keys.next(use)) {
            if (!work.spendReserve()) return false;
            var found = index.use(use);
            int start = keyStart - index.keyStart(use);
            boolean isNew = keys.required(use) == LiteralIndex.NO_KEY && hits.isNew(found.target());
            if (!isNew || !found.literal().isAt(view, start) || !found.literal().fits(view, start)) continue;
            int end = start + found.literal().chars().length();
            if (isShown(found, view.start(start), view.end(end - 1)))
                hits.add(found.target(), view.start(start), view.end(end - 1));
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
        // Two guesses at once, that words were cut and misspelled, find anything.
        boolean isGuessed = use.isVariant()
                && ((to - from < MIN_JOINED_VARIANT && view.isJoined()) || !variants.believes(use, view.start(from)));
        if (isGuessed) return work.spend(Work.PASSED);
        int begin = view.start(from);
        int finish = view.end(to - 1);
        if (!use.isVariant() && !isBelievedWord(use.target(), from, to)) return work.spend(Work.PASSED * (to - from));
        // A reading of words that were joined may hold neighbours that stand the other way round in the text.
        if (begin < finish && isShown(use, begin, finish)) hits.add(use.target(), begin, finish);
        return work.spend(Work.PASSED * (start - from + to - end));
    }

    private boolean isBelievedWord(int target, int from, int to) {
        int start = view.start(from);
        int end = view.end(to - 1);
        return isPlain
                ? variants.believesWord(target, Tokens.state(view.chars(), from, to), start, end)
                : variants.believesAgain(target, start, end);
    }

    private boolean isShown(Use use, int start, int end) {
        return (use.isMisspelt() || variants.believesHidden(use.target(), start, end))
                && variants.believesPlace(use, start, end, isPlain);
    }
}
