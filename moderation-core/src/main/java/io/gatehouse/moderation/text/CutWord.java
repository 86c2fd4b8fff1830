package io.gatehouse.moderation.text;

import org.jspecify.annotations.Nullable;

/**
 * A word that something cuts, put together again: hyphens, pictures or the end of a line between its letters, or the same
 * gap between each two of them.
 *
 * @param before what of it stands before the part that was asked about, folded plainly; may be empty
 * @param whole all of it, folded plainly
 * @param after what of it stands behind that part
 * @param isBroken whether an end of a line stands beside that part
 */
public record CutWord(String before, String whole, String after, boolean isBroken) {
    /** Longer than any word that is told from others by what cuts it. */
    private static final int MAX_LETTERS = 24;
    /** Code points between two letters of a word. */
    private static final int MAX_JOINT = 6;
    /** Code points between two letters of a word that is spelled out. */
    private static final int MAX_GAP = 3;
    /** Arrows, signs and pictures follow. */
    private static final int FIRST_PICTURE = 0x2190;

    private static final String HYPHENS = "-\u2010\u2011";

    /**
     * The word that hyphens, pictures or ends of lines cut in the code points [start, end) or beside them. Null where nothing
     * does, where something else stands among these, and where it is too long for a word.
     */
    static @Nullable CutWord around(int[] all, int start, int end) {
        boolean hasPicture = false;
        for (int i = start; i < end; i++) {
            if (isLetter(all[i])) continue;
            hasPicture |= isPicture(all[i]);
            i = pass(all, i);
            if (i < 0 || i >= end) return null;
        }
        int from = begin(all, start);
        int to = finish(all, end);
        // Letters alone are no cut word; what touches the part is of its word.
        if (!hasJoint(all, from, to)) return null;
        // A picture in a word that stands apart may be one of its letters.
        if (hasPicture && from == start && to == end) return null;
        var before = letters(all, from, start);
        var after = letters(all, end, to);
        var within = letters(all, start, end);
        int length = before.length() + within.length() + after.length();
        if (length > MAX_LETTERS) return null;
        boolean isBroken = isLineBefore(all, start, from) || isLineBehind(all, end, to);
        return of(before, within, after, isBroken);
    }

    private static @Nullable CutWord of(String before, String within, String after, boolean isBroken) {
        var whole = folded(before + within + after);
        return whole.indexOf(' ') < 0 ? new CutWord(folded(before), whole, folded(after), isBroken) : null;
    }

    private static String folded(String letters) {
        return letters.isEmpty()
                ? ""
                : FoldedText.of(letters).plain().toString().strip();
    }

    private static int begin(int[] all, int start) {
        int from = start;
        while (from > 0 && start - from <= 2 * MAX_LETTERS) {
            int letter = from - 1;
            while (letter >= 0 && from - letter <= MAX_JOINT && !isLetter(all[letter])) letter--;
            if (letter < 0 || !isLetter(all[letter])) break;
            if (letter + 1 < from && pass(all, letter + 1) != from) break;
            from = letter;
        }
        return from;
    }

    private static int finish(int[] all, int end) {
        int to = end;
        while (to < all.length && to - end <= 2 * MAX_LETTERS) {
            int letter = isLetter(all[to]) ? to : pass(all, to);
            if (letter < 0) break;
            to = letter + 1;
        }
        return to;
    }

    /** The letter behind the signs that cut a word here, or -1 where they keep two words apart. */
    private static int pass(int[] all, int at) {
        boolean hasHyphen = false;
        boolean hasSpace = false;
        boolean hasLine = false;
        int i = at;
        for (; i < all.length && i - at <= MAX_JOINT && !isLetter(all[i]); i++) {
            int c = all[i];
            int kind = kind(c);
            if (HYPHENS.indexOf(c) >= 0) hasHyphen = true;
            else if (kind == CodePoints.SPACE && hasHyphen) {
                hasLine |= isLine(c);
                hasSpace |= !isLine(c);
            } else if (kind != CodePoints.INVISIBLE && !isPicture(c)) return -1;
        }
        boolean isWord = i < all.length && isLetter(all[i]) && (!hasSpace || hasLine);
        return isWord ? i : -1;
    }

    private static boolean hasJoint(int[] all, int from, int to) {
        for (int i = from; i < to; i++) if (!isLetter(all[i])) return true;
        return false;
    }

    private static boolean isLineBefore(int[] all, int start, int from) {
        for (int i = start - 1; i >= from && !isLetter(all[i]); i--) if (isLine(all[i])) return true;
        return false;
    }

    private static boolean isLineBehind(int[] all, int end, int to) {
        for (int i = end; i < to && !isLetter(all[i]); i++) if (isLine(all[i])) return true;
        return false;
    }

    /**
     * The word that is spelled out letter by letter in the code points [start, end) and around them. Null where these are no
     * letters that stand equally far apart.
     */
    static @Nullable CutWord spelled(int[] all, int start, int end) {
        int first = letterEnd(all, start);
        int second = first;
        while (second < end && second - first <= MAX_GAP && !isLetter(all[second])) second++;
        int gap = second - first;
        if (gap == 0 || gap > MAX_GAP || second >= end) return null;
        for (int i = start; i < end; ) {
            if (!isLetter(all[i])) return null;
            i = letterEnd(all, i);
            if (i == end) break;
            if (!isGap(all, i, first, gap)) return null;
            i += gap;
        }
        int from = start;
        while (isGap(all, from - gap, first, gap) && isSingle(all, letterStart(all, from - gap))) {
            from = letterStart(all, from - gap);
            if (start - from > MAX_LETTERS * (MAX_GAP + 1)) return null;
        }
        int to = end;
        while (isGap(all, to, first, gap) && isSingle(all, to + gap)) {
            to = letterEnd(all, to + gap);
            if (to - end > MAX_LETTERS * (MAX_GAP + 1)) return null;
        }
        return of(letters(all, from, start), letters(all, start, end), letters(all, end, to), false);
    }

    private static boolean isGap(int[] all, int at, int gapAt, int gap) {
        if (at < 0 || at + gap > all.length) return false;
        for (int i = 0; i < gap; i++) if (all[at + i] != all[gapAt + i]) return false;
        return true;
    }

    private static boolean isSingle(int[] all, int at) {
        if (at < 0 || at >= all.length || kind(all[at]) != CodePoints.LETTER) return false;
        int end = letterEnd(all, at);
        return (at == 0 || !isLetter(all[at - 1])) && (end == all.length || !isLetter(all[end]));
    }

    /** The end of a letter with its marks. */
    private static int letterEnd(int[] all, int at) {
        int i = at + 1;
        while (i < all.length && kind(all[i]) == CodePoints.MARK) i++;
        return i;
    }

    /** Where the letter begins that ends here. */
    private static int letterStart(int[] all, int end) {
        int i = end - 1;
        while (i > 0 && kind(all[i]) == CodePoints.MARK) i--;
        return i;
    }

    private static String letters(int[] all, int from, int to) {
        var letters = new StringBuilder();
        for (int i = from; i < to; i++) if (isLetter(all[i])) letters.appendCodePoint(all[i]);
        return letters.toString();
    }

    private static boolean isLetter(int c) {
        int kind = kind(c);
        return kind == CodePoints.LETTER || kind == CodePoints.MARK;
    }

    private static boolean isPicture(int c) {
        return c >= FIRST_PICTURE && kind(c) == CodePoints.SYMBOL;
    }

    private static boolean isLine(int c) {
        return c == '\n' || c == '\r';
    }

    private static int kind(int c) {
        return CodePoints.block(c).kind[c & 0xFF];
    }
}
