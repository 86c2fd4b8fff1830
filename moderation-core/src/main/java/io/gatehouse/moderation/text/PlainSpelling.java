package io.gatehouse.moderation.text;

import java.lang.Character.UnicodeScript;

/** Tells a word that is written as usual from one that somebody took pains with. */
final class PlainSpelling {
    /** Letters beyond are of fonts, of phonetics or of scripts whose words we do not know. */
    private static final int LAST_LATIN = 0x24F;

    private static final int FIRST_GREEK = 0x370;
    private static final int LAST_CYRILLIC = 0x52F;
    /** As many equal letters in a row are no spelling. */
    private static final int STRETCH = 3;
    /** More letters that stand alone are spelled out. */
    private static final int MAX_SINGLES = 2;
    /** Fewer marks are an accent. */
    private static final int MIN_DECORATED = 3;

    private PlainSpelling() {}

    static boolean is(int[] codePoints, int start, int end) {
        UnicodeScript script = null;
        int letters = 0;
        int decorated = 0;
        int singles = 0;
        int wordStart = start;
        for (int i = start; i <= end; i++) {
            int c = i == end ? ' ' : codePoints[i];
            if (Character.isLetter(c)) {
                if (!isUsual(c) || isDrawnOut(codePoints, start, i)) return false;
                var found = UnicodeScript.of(c);
                if (script != null && script != found) return false;
                script = found;
                letters++;
                if (c > 127 && c <= LAST_LATIN) decorated++;
            } else if (Character.getType(c) == Character.NON_SPACING_MARK && i > wordStart) {
                decorated++;
            } else {
                boolean isGap = Character.isWhitespace(c) || c == '\'' || c == '’' || c == '-';
                boolean isEmpty = i == wordStart && i < end && !isAtLineEnd(codePoints, start, i);
                if (!isGap || isEmpty || !hasUsualCapitals(codePoints, wordStart, i)) return false;
                if (i - wordStart == 1) singles++;
                wordStart = i + 1;
            }
        }
        boolean isDecorated = decorated >= MIN_DECORATED && 2 * decorated > letters;
        return singles <= MAX_SINGLES && !isDecorated;
    }

    /** Whether it is the white space behind a hyphen that the end of a line makes. */
    private static boolean isAtLineEnd(int[] codePoints, int start, int i) {
        int first = i;
        while (first > start && Character.isWhitespace(codePoints[first - 1])) first--;
        int last = i;
        while (last + 1 < codePoints.length && Character.isWhitespace(codePoints[last + 1])) last++;
        boolean hasLine = false;
        for (int k = first; k <= last; k++) hasLine |= codePoints[k] == '\n';
        return hasLine && first > start && codePoints[first - 1] == '-' && last - first < STRETCH;
    }

    private static boolean isUsual(int c) {
        return c <= LAST_LATIN || (c >= FIRST_GREEK && c <= LAST_CYRILLIC);
    }

    private static boolean isDrawnOut(int[] codePoints, int start, int i) {
        int run = 1;
        while (i - run >= start && codePoints[i - run] == codePoints[i]) run++;
        return run >= STRETCH;
    }

    /** All small, all capitals, a capital first, or one more inside, as brands have it. */
    private static boolean hasUsualCapitals(int[] codePoints, int start, int end) {
        int inside = 0;
        int small = 0;
        for (int i = start; i < end; i++) {
            if (Character.isLowerCase(codePoints[i])) small++;
            else if (i > start && Character.isUpperCase(codePoints[i])) inside++;
        }
        return small == 0 || inside == 0 || (inside == 1 && small > 2 * STRETCH - 2);
    }
}
