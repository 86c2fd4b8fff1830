package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldedView;

/**
 * Finds the words that a masked word may stand for, by walking the sorted words as a trie and trying every letter at a
 * mask. Only whole single words are found this way: that somebody masked it is evidence, that it fits by chance must be
 * rare.
 */
final class MaskedWords {
    /** More masks than this are tried for too long. */
    private static final int MAX_MASKS = 4;
    /** Of three letters one must be seen, or too many words fit. */
    private static final int SEEN_OF = 3;
    /** Letters of an open-ended word that a masked one may go on from. */
    private static final int MIN_BEGINNING = 4;

    private static final int MIN_LENGTH = 3;
    /** Longer than any word of the banks; bounds the walk. */
    private static final int MAX_LENGTH = 32;

    private final FoldedView view;
    private final LiteralIndex index;
    private final Hits hits;
    private final Work work;
    private final int start;
    private final int end;
    /** How many letters each character on the path stands for. */
    private final int[] runs = new int[MAX_LENGTH];

    private MaskedWords(FoldedView view, LiteralIndex index, Hits hits, Work work, int start, int end) {
        this.view = view;
        this.index = index;
        this.hits = hits;
        this.work = work;
        this.start = start;
        this.end = end;
    }

    static void scan(FoldedView view, LiteralIndex index, Hits hits, Work work) {
        int wordStart = 0;
        int masks = 0;
        for (int i = 0; i <= view.length() && !work.isSpent(); i++) {
            char c = i == view.length() ? ' ' : view.charAt(i);
            if (c == DisguiseFold.MASK) masks++;
            if (c != ' ') continue;
            int length = i - wordStart;
            boolean isReadable = masks > 0 && masks <= MAX_MASKS && length >= MIN_LENGTH && length <= MAX_LENGTH;
            if (isReadable && (length - masks) * SEEN_OF >= length)
                new MaskedWords(view, index, hits, work, wordStart, i)
                        .walk(0, index.dictionarySize(), wordStart, 0, (char) 0);
            wordStart = i + 1;
            masks = 0;
        }
    }

    /** The words [from, to) of the dictionary share the first {@code depth} characters; {@code last} is the last of them. */
    private void walk(int from, int to, int at, int depth, char last) {
        if (at == end) {
            report(from, to, depth);
            return;
        }
        if (depth >= MIN_BEGINNING && view.charAt(at - 1) != DisguiseFold.MASK) reportBeginnings(from, to, depth);
        char c = view.charAt(at);
        if (c != DisguiseFold.MASK) {
            go(from, to, at, depth, last, c, view.run(at));
            return;
        }
        if (depth > 0) go(from, to, at, depth, last, last, 1);
        // Every letter that a word goes on with here, of whatever alphabet.
        int place = from;
        while (place < to && work.spend(Work.MASKED_LETTER)) {
            var chars = index.inDictionary(place).literal().chars();
            if (chars.length() <= depth) {
                place++;
                continue;
            }
            char letter = chars.charAt(depth);
            int behind = firstFrom(place, to, depth, letter + 1);
            runs[depth] = 1;
            walk(place, behind, at + 1, depth + 1, letter);
            place = behind;
        }
    }

    /** Open-ended words that the masked word, up to here, begins with; one of the masks must be in what they cover. */
    private void reportBeginnings(int from, int to, int depth) {
        for (int place = from; place < to; place++) {
            var use = index.inDictionary(place);
            if (use.literal().chars().length() > depth || !work.spend(Work.CANDIDATE)) return;
            if (!use.literal().isOpenEnd() || !hasRuns(use.literal(), depth)) continue;
            if (!work.spend(Work.OCCURRENCE)) return;
            hits.add(use.target(), view.start(start), view.end(end - 1));
        }
    }

    private void go(int from, int to, int at, int depth, char last, char c, int run) {
        if (depth > 0 && c == last) {
            // A repeated letter is the same character of the dictionary with a longer run.
            int before = runs[depth - 1];
            runs[depth - 1] = before + run;
            walk(from, to, at + 1, depth, last);
            runs[depth - 1] = before;
            return;
        }
        if (!work.spend(Work.MASKED_LETTER)) return;
        int first = firstFrom(from, to, depth, c);
        int behind = firstFrom(first, to, depth, c + 1);
        if (first == behind) return;
        runs[depth] = run;
        walk(first, behind, at + 1, depth + 1, c);
    }

    /** The first of the words [from, to) whose character at the depth is this one or a greater one. */
    private int firstFrom(int from, int to, int depth, int c) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            var chars = index.inDictionary(middle).literal().chars();
            if (chars.length() <= depth || chars.charAt(depth) < c) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void report(int from, int to, int depth) {
        for (int place = from; place < to; place++) {
            var use = index.inDictionary(place);
            // Shorter words come first.
            if (use.literal().chars().length() > depth || !work.spend(Work.CANDIDATE)) return;
            if (!hasRuns(use.literal(), depth)) continue;
            if (!work.spend(Work.OCCURRENCE)) return;
            hits.add(use.target(), view.start(start), view.end(end - 1));
        }
    }

    private boolean hasRuns(Literal literal, int depth) {
        for (int i = 0; i < depth; i++) if (literal.runs().charAt(i) != runs[i]) return false;
        return true;
    }
}
