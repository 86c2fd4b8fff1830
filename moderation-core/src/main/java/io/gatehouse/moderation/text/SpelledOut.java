package io.gatehouse.moderation.text;

/** Joins single letters that stand in a row, equally far apart, into the word they spell. */
final class SpelledOut {
    /** The widest separator between spelled-out letters, in code points. */
    private static final int MAX_GAP = 3;
    /** Fewer single letters in a row are initials or grammar, not a word spelled out. */
    static final int MIN_LETTERS = 3;
    /** Fewer letters among digits are a list of numbers. */
    private static final int MIN_NO_DIGITS = 2;
    /** Of longer runs, no parts are tried. */
    private static final int MAX_PARTED = 16;
    /** The shortest part that a run of several words is tried for. */
    private static final int MIN_PART = 4;

    private final int[] codePoints;
    private final FoldedView view;
    private final FoldWork work;
    private final FoldedView.Builder joined;
    private final FoldedView.Builder words;

    /** @param words takes the words that may be a part of what is joined: "i b l o r g" has one letter too many */
    SpelledOut(int[] codePoints, FoldedView view, FoldedView.Builder words, FoldWork work) {
        this.work = work;
        this.codePoints = codePoints;
        this.words = words;
        this.view = view;
        this.joined = new FoldedView.Builder(view.length() + 8);
    }

    FoldedView join() {
        int i = 0;
        while (i < view.length()) {
            int single = nextSingle(i);
            joined.copy(view, i, single);
            i = single;
            if (i == view.length()) break;
            int last = lastOfRun(i);
            int count = (last - i) / 2 + 1;
            if (count >= MIN_LETTERS && lettersIn(i, last) >= MIN_NO_DIGITS) {
                for (int k = i; k <= last; k += 2) copyLetter(k, joined);
                if (count >= MIN_LETTERS + 1 && count <= MAX_PARTED) addParts(i, last);
                i = last + 1;
            } else {
                // The last one may begin a run with another gap, so it is looked at again; the others are done.
                int end = Math.max(i + 1, last);
                joined.copy(view, i, end);
                i = end;
            }
        }
        return joined.build();
    }

    /** The next letter that stands alone, or the end. */
    private int nextSingle(int from) {
        char[] chars = view.chars();
        int last = view.length() - 1;
        for (int i = from; i <= last; i++) if ((i == last || chars[i + 1] == ' ') && isSingle(i)) return i;
        return view.length();
    }

    private boolean isSingle(int i) {
        return view.charAt(i) != ' '
                && view.charAt(i) != DisguiseFold.MASK
                && view.charAt(i) != DisguiseFold.GAP
                && (i == 0 || view.charAt(i - 1) == ' ')
                && (i + 1 == view.length() || view.charAt(i + 1) == ' ');
    }

    private int lastOfRun(int first) {
        int last = first;
        int gap = 0;
        while (last + 2 < view.length() && isSingle(last + 2)) {
            int next = gapBetween(last, last + 2);
            if (next < 0 || (last > first && next != gap)) break;
            gap = next;
            last += 2;
        }
        return last;
    }

    /** The gap's width and what it is made of as one number; -1 when it is too wide to join. */
    private int gapBetween(int a, int b) {
        int width = view.start(b) - view.end(a);
        if (width > MAX_GAP) return -1;
        int spaces = 0;
        for (int i = view.end(a); i < view.start(b); i++) {
            int c = codePoints[i];
            if (CodePoints.block(c).kind[c & 0xFF] == CodePoints.SPACE) spaces++;
        }
        return width * (MAX_GAP + 1) + spaces;
    }

    private int lettersIn(int first, int last) {
        int letters = 0;
        for (int i = first; i <= last; i += 2) if (!isDigit(view.charAt(i))) letters++;
        return letters;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void addParts(int first, int last) {
        addPart(first + 2, last);
        addPart(first, last - 2);
        if (last - first > 2 * MIN_LETTERS) addPart(first + 2, last - 2);
        for (int at = first + 4; at <= last - 2; at += 2) {
            if ((at - first) / 2 >= MIN_PART && at < last - 2) addPart(first, at - 2);
            if ((last - at) / 2 + 1 >= MIN_PART) addPart(at, last);
        }
    }

    private void addPart(int first, int last) {
        if (!work.spend(FoldWork.WORD + FoldWork.READ * ((last - first) / 2 + 1))) return;
        if (!words.endsWord()) words.addSeparator(view.end(first) - 1, view.end(first));
        for (int k = first; k <= last; k += 2) copyLetter(k, words);
        words.addSeparator(view.end(last) - 1, view.end(last));
    }

    private void copyLetter(int i, FoldedView.Builder to) {
        to.addRun(Leet.letterOfDigit(view.charAt(i), false), view.start(i), view.end(i), view.run(i));
    }
}
