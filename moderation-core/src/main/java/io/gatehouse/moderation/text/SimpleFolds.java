package io.gatehouse.moderation.text;

import com.ibm.icu.lang.UCharacter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The two shallow foldings. */
final class SimpleFolds {
    /** More than any language stacks on one letter; Unicode's stream-safe format allows 30. */
    private static final int MAX_MARKS = 16;

    /** Stands for ASCII characters that cannot be seen. */
    private static final char GONE = 0;

    /** What each of ASCII is folded to by case: one character, or nothing. */
    private static final char[] ASCII = new char[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            var block = CodePoints.block(c);
            if (block.kind[c] == CodePoints.INVISIBLE) ASCII[c] = GONE;
            else ASCII[c] = block.kind[c] == CodePoints.SPACE ? ' ' : block.caseText[c].charAt(0);
        }
    }

    private SimpleFolds() {}

    static FoldedView exact(int[] codePoints) {
        var view = onlyUnits(codePoints);
        return view == null ? withSurrogates(codePoints) : view;
    }

    /** Most texts: a character for each code point, so that offsets need no counting. Null for others. */
    private static @Nullable FoldedView onlyUnits(int[] codePoints) {
        int length = codePoints.length;
        var chars = new char[length];
        var starts = new int[length];
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= codePoints[i];
            chars[i] = (char) codePoints[i];
            starts[i] = i;
        }
        if (all >= Character.MIN_SUPPLEMENTARY_CODE_POINT) return null;
        var runs = new byte[length];
        Arrays.fill(runs, (byte) 1);
        return new FoldedView(chars, starts, null, runs, length);
    }

    private static FoldedView withSurrogates(int[] codePoints) {
        var view = new FoldedView.Builder(codePoints.length + 8);
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (Character.isBmpCodePoint(c)) {
                view.add((char) c, i, i + 1);
            } else {
                view.add(Character.highSurrogate(c), i, i + 1);
                view.add(Character.lowSurrogate(c), i, i + 1);
            }
        }
        return view.build();
    }

    static FoldedView byCase(int[] codePoints) {
        var view = new FoldedView.Builder(codePoints.length + 8);
        int marks = 0;
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (c < ASCII.length) {
                marks = 0;
                if (ASCII[c] == ' ') view.addSeparator(i, i + 1);
                else if (ASCII[c] != GONE) view.add(ASCII[c], i, i + 1);
                continue;
            }
            var block = CodePoints.block(c);
            String folded = block.caseText[c & 0xFF];
            byte kind = block.kind[c & 0xFF];
            if (kind == CodePoints.INVISIBLE) continue;
            if (kind == CodePoints.SPACE) {
                view.addSeparator(i, i + 1);
                continue;
            }
            for (int k = 0; k < folded.length(); k++) {
                boolean isMark = c > 127 && UCharacter.getCombiningClass(folded.charAt(k)) != 0;
                marks = isMark ? marks + 1 : 0;
                if (folded.charAt(k) == ' ') view.addSeparator(i, i + 1);
                else if (marks > MAX_MARKS) view.extendTo(i + 1);
                else view.add(folded.charAt(k), i, i + 1);
                if (isMark && marks <= MAX_MARKS) orderMarks(view, marks);
            }
        }
        return view.build();
    }

    /** Canonical order, so that marks typed in another order compare equal; at most {@link #MAX_MARKS} steps. */
    private static void orderMarks(FoldedView.Builder view, int marks) {
        for (int at = view.length - 1; at > view.length - marks; at--) {
            int before = UCharacter.getCombiningClass(view.charAt(at - 1));
            if (before <= UCharacter.getCombiningClass(view.charAt(at))) return;
            view.swap(at - 1, at);
        }
    }
}
