package io.gatehouse.moderation.text;

import com.ibm.icu.lang.UCharacter;

/** The two shallow foldings. */
final class SimpleFolds {
    /** More than any language stacks on one letter; Unicode's stream-safe format allows 30. */
    private static final int MAX_MARKS = 16;

    private SimpleFolds() {}

    static FoldedView exact(int[] codePoints) {
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
