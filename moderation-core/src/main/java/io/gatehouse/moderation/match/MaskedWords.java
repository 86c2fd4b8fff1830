package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import io.gatehouse.moderation.text.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Finds the words that a masked word may stand for, by trying every letter at a mask as long as some word begins so. Only whole single words are found this way: that somebody masked it is evidence, that it fits by chance must be
 * rare.
 */
final class MaskedWords {
    /** Told of every word that may be meant. */
    interface Sink {
        /** Code points [start, end). */
        void found(LiteralIndex.Use use, int start, int end);
    }

    /** More masks than this are tried for too long. */
    static final int MAX_MASKS = 4;
    /** Of three letters one must be seen, or too many words fit. */
    static final int SEEN_OF = 3;
    /** Letters of an open-ended word that a masked one may go on from. */
    private static final int MIN_BEGINNING = 4;

    private static final int MIN_LENGTH = 3;
    /** Units to see whether any word is found; where they do not suffice, one may be. */
    private static final int GLANCE = 2_000;

    /** Units to see whether a masked word may be any, by mask. */
    private static final int MASKED_LOOK = 24;

    /** Longer than any word of the banks; bounds the walk. */
    static final int MAX_LENGTH = 32;

    /** Null where nobody asks which word it is, and where. */
    private final @Nullable FoldedView view;

    private final char[] chars;
    private final LiteralIndex index;
    private final Sink sink;
    private final Work work;
    private final int start;
    private final int end;
    /** What may stand at a mask: letters of the dictionary's words that are like those seen. */
    private final char[] alphabet;
    /** Of the words that are tried. */
    private int length;

    private long ending;
    /** Whether open-ended words are tried that the masked word goes on from. */
    private boolean isBeginning;

    private boolean isFound;
    /** The letters read so far, and how many each stands for. */
    private final char[] letters = new char[MAX_LENGTH];

    private final int[] runs = new int[MAX_LENGTH];

    private MaskedWords(
            char[] chars, @Nullable FoldedView view, LiteralIndex index, Sink sink, Work work, int start, int end) {
        this.chars = chars;
        this.view = view;
        this.index = index;
        this.sink = sink;
        this.work = work;
        this.start = start;
        this.end = end;
        int seen = start;
        while (chars[seen] == DisguiseFold.MASK) seen++;
        this.alphabet = index.alphabetOf(chars[seen]);
    }

    static void scan(FoldedView view, LiteralIndex index, Work work, Sink sink) {
        var tokens = view.tokens();
        for (int next = 0; next < tokens.count() && !work.isSpent(); ) {
            int first = next;
            next = endOfWord(tokens, first);
            int masks = masksIn(tokens, first, next);
            if (isReadable(tokens, first, next, masks)
                    && work.spend(Work.MASKED_LETTER * (2 * masks + 2))
                    && isPromising(tokens, first, next - 1, masks, index))
                new MaskedWords(view.chars(), view, index, sink, work, tokens.start(first), tokens.end(next - 1))
                        .find(masks);
        }
    }

    /** Whether it is worth looking what some masked word stands for. */
    static boolean mayFind(TokenList tokens, LiteralIndex index, Wanted.Budget budget) {
        if (index.isEmpty()) return false;
        for (int first = 0; first < tokens.count(); ) {
            int next = endOfWord(tokens, first);
            int masks = masksIn(tokens, first, next);
            if (isReadable(tokens, first, next, masks)) {
                if (!budget.spend(MASKED_LOOK * (masks + 1))) return true;
                if (isPromising(tokens, first, next - 1, masks, index)
                        && mayFind(tokens, first, next - 1, masks, index, budget)) return true;
            }
            first = next;
        }
        return false;
    }

    private static boolean mayFind(
            TokenList tokens, int first, int last, int masks, LiteralIndex index, Wanted.Budget budget) {
        var glance = new Work(GLANCE);
        var word = new MaskedWords(
                tokens.chars(), null, index, (_, _, _) -> {}, glance, tokens.start(first), tokens.end(last));
        word.find(masks);
        return !budget.spend((int) (GLANCE - glance.left())) || word.isFound || glance.isSpent();
    }

    /** The first token behind those that touch this one. */
    private static int endOfWord(TokenList tokens, int first) {
        int next = first + 1;
        while (next < tokens.count() && tokens.start(next) == tokens.end(next - 1)) next++;
        return next;
    }

    private static int masksIn(TokenList tokens, int first, int end) {
        int masks = 0;
        for (int token = first; token < end; token++) if (tokens.isMask(token)) masks++;
        return masks;
    }

    private static boolean isReadable(TokenList tokens, int first, int end, int masks) {
        int length = tokens.end(end - 1) - tokens.start(first);
        return masks > 0
                && masks <= MAX_MASKS
                && length >= MIN_LENGTH
                && length <= MAX_LENGTH
                && (length - masks) * SEEN_OF >= length;
    }

    /** Whether any word seems to be like the masked one where that can be seen. */
    private static boolean isPromising(TokenList tokens, int first, int last, int masks, LiteralIndex index) {
        int mask = first;
        while (!tokens.isMask(mask)) mask++;
        int behind = mask;
        while (behind <= last && tokens.isMask(behind)) behind++;
        boolean isRow = behind - mask == masks && mask - first <= 1 && last - behind < 1;
        if (index.hasOpenEnds()) {
            if (mask == first) return true;
            int seen = Math.min(tokens.end(first) - tokens.start(first), MIN_BEGINNING);
            if (index.mayBeginOpen(tokens.state(first, seen))) return true;
        }
        if (isRow) return fitsRow(tokens, first, mask, behind, last, index);
        return mask == first || tokens.isMask(last) || mayBegin(tokens, first, last, masks, index);
    }

    /** Whether it begins as some word up to its first mask, ends as that does and is as long. */
    private static boolean mayBegin(TokenList tokens, int first, int last, int masks, LiteralIndex index) {
        int length = tokens.end(last) - tokens.start(first);
        char ending = tokens.last(last);
        for (int tried = length; tried > 0 && tried >= length - 2 * masks; tried--)
            if (index.mayBeginWord(tokens.state(first), LiteralIndex.ending(ending, tried))) return true;
        return false;
    }

    /**
     * Whether letters in place of a row of masks, or none, seem to make a word. A mask that repeats its neighbour makes the word
     * shorter.
     *
     * @param mask the first of the row; {@code behind} the token behind its last
     */
    private static boolean fitsRow(TokenList tokens, int first, int mask, int behind, int last, LiteralIndex index) {
        long before = mask == first ? 0 : tokens.state(first);
        long after = behind > last ? 0 : tokens.state(last);
        for (int hidden = 1; hidden <= behind - mask; hidden++)
            if (index.frames().mayHold(before, after, hidden)) return true;
        int length = behind > last ? 0 : tokens.end(last) - tokens.start(last);
        if (index.mayBeWord(Tokens.joined(before, after, length))) return true;
        if (mask == first || behind > last || tokens.first(last) != tokens.last(first)) return false;
        // Masks between equal letters may all be the same letter again.
        long rest = Tokens.joined(tokens.first(last), 0, length - 1) ^ after;
        return index.mayBeWord(Tokens.joined(before, rest, length - 1));
    }

    /**
     * Tries one length and last letter after the other: few words share both, so the letters tried at a mask soon lead
     * nowhere. A mask that repeats its neighbour makes the word shorter.
     */
    private void find(int masks) {
        char last = chars[end - 1];
        for (length = end - start; length > 0 && length >= end - start - 2 * masks; length--) {
            if (last == DisguiseFold.MASK) for (char letter : alphabet) walk(letter);
            else walk(last);
        }
        isBeginning = true;
        if (index.hasOpenEnds()) walk(start, 0, 0);
    }

    private void walk(char last) {
        ending = LiteralIndex.ending(last, length);
        walk(start, 0, 0);
    }

    /** @param state of hashing the letters read so far, {@code depth} of them */
    private void walk(int at, int depth, long state) {
        if (at == end) {
            if (!isBeginning && depth == length && index.mayBeWord(state)) report(depth, state);
            return;
        }
        boolean mayBeBeginning = isBeginning && depth >= MIN_BEGINNING && chars[at - 1] != DisguiseFold.MASK;
        if (mayBeBeginning && index.mayBeWord(state)) report(depth, state);
        char c = chars[at];
        if (c != DisguiseFold.MASK) {
            go(at, depth, state, c, view == null ? 1 : view.run(at));
            return;
        }
        char last = depth == 0 ? 0 : letters[depth - 1];
        if (depth > 0) go(at, depth, state, last, 1);
        for (char letter : alphabet) if (letter != last && !work.isSpent()) go(at, depth, state, letter, 1);
    }

    private void go(int at, int depth, long state, char c, int run) {
        if (depth > 0 && c == letters[depth - 1]) {
            // A repeated letter is the same character of the dictionary with a longer run.
            int before = runs[depth - 1];
            runs[depth - 1] = before + run;
            walk(at + 1, depth, state);
            runs[depth - 1] = before;
            return;
        }
        long next = Tokens.state(state, c);
        boolean mayLead = isBeginning ? index.mayBeginOpen(next) : index.mayBeginWord(next, ending);
        if (!work.spend(Work.MASKED_LETTER) || !mayLead) return;
        letters[depth] = c;
        runs[depth] = run;
        walk(at + 1, depth + 1, next);
    }

    private void report(int depth, long state) {
        isFound = true;
        if (view == null || !work.spend(Work.MASKED_WORD)) return;
        var word = new String(letters, 0, depth);
        for (int place = index.placeInDictionary(word, state); place < index.dictionarySize(); place++) {
            var use = index.inDictionary(place);
            if (!use.literal().chars().equals(word) || !work.spend(Work.CANDIDATE)) return;
            if ((isBeginning && !use.literal().isOpenEnd()) || !hasRuns(use.literal(), depth)) continue;
            if (!work.spend(Work.OCCURRENCE)) return;
            sink.found(use, view.start(start), view.end(end - 1));
        }
    }

    private boolean hasRuns(Literal literal, int depth) {
        for (int i = 0; i < depth; i++) if (literal.runs().charAt(i) != runs[i]) return false;
        return true;
    }
}
