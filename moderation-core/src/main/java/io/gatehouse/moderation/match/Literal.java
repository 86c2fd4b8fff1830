package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.Tokens;
import java.util.Optional;

/**
 * A word or fixed phrase of a policy in the form that its level folds texts to.
 *
 * @param runs as a character each, how many letters each of {@code chars} stands for: see {@link FoldedView#run}
 * @param isOpenStart whether other letters may precede it in its word
 * @param isOpenEnd whether other letters may follow it in its word
 */
record Literal(String chars, String runs, FoldLevel level, boolean isOpenStart, boolean isOpenEnd) {
    /** A stretch this long is never spelling: no word of the languages we know has three equal letters in a row. */
    private static final int STRETCH = 3;

    /** Different letters of a word that is itself with any of them doubled; shorter ones become other words. */
    private static final int MIN_DOUBLED = 5;

    /** Letters of a word that is looked for backwards; shorter ones turn into other words. */
    private static final int MIN_REVERSED = 5;

    /** The literal of a policy author's word; empty when folding leaves nothing of it. */
    static Optional<Literal> of(String word, FoldLevel level) {
        boolean openStart = word.startsWith("*");
        boolean openEnd = word.endsWith("*") && word.length() > 1;
        String core = word.substring(openStart ? 1 : 0, word.length() - (openEnd ? 1 : 0));
        var text = FoldedText.of(core);
        var view = level == FoldLevel.FULL ? text.plain() : text.views(level).getFirst();
        int length = view.length();
        while (length > 0 && view.charAt(length - 1) == ' ') length--;
        if (length == 0) return Optional.empty();
        var runs = new StringBuilder(length);
        for (int i = 0; i < length; i++) runs.append((char) view.run(i));
        return Optional.of(new Literal(view.text(0, length), runs.toString(), level, openStart, openEnd));
    }

    /**
     * The word written from its end, where that is not likely another word: long, or with edges that hardly any word has.
     * Of an open-ended word, it is the word alone. Empty for what is not one word, and at levels that
     * decode nothing.
     */
    Optional<Literal> reversed() {
        if (level != FoldLevel.FULL || chars.indexOf(' ') >= 0) return Optional.empty();
        var backwards = new StringBuilder(chars).reverse().toString();
        int spelled = runs.chars().sum();
        boolean isTelling =
                spelled >= MIN_REVERSED || (chars.length() == MIN_REVERSED - 1 && WordShape.isUnlikely(backwards));
        if (!isTelling || backwards.equals(chars) || OrdinaryWords.hold(backwards)) return Optional.empty();
        return Optional.of(
                new Literal(backwards, new StringBuilder(runs).reverse().toString(), level, false, false));
    }

    /** Whether one of these characters stands for several letters in a row: none of a text that stands for one is it. */
    boolean isDoubled(int start, int end) {
        for (int i = start; i < end; i++) if (runs.charAt(i) > 1) return true;
        return false;
    }

    /** The key of its characters as one token. */
    long key() {
        char[] all = chars.toCharArray();
        return Tokens.key(Tokens.state(all, 0, all.length));
    }

    /** Whether its letters are at the index, which may lie outside the view. */
    boolean isAt(FoldedView view, int start) {
        int length = chars.length();
        if (start < 0 || start + length > view.length()) return false;
        for (int i = 0; i < length; i++) if (view.charAt(start + i) != chars.charAt(i)) return false;
        return true;
    }

    /** Whether its letters, found at the index, make up the word and not a part of another. */
    boolean fits(FoldedView view, int start) {
        int end = start + chars.length();
        if (!view.reachesOver(start, end)) return false;
        return (isOpenStart || view.isBoundary(start)) && (isOpenEnd || view.isBoundary(end)) && fitsRuns(view, start);
    }

    /**
     * Stretched letters fit. A doubled one fits a single one only where spelling never doubles it, or when another letter
     * of the word is drawn out too: alone it makes other, innocent words.
     */
    private boolean fitsRuns(FoldedView view, int start) {
        if (level != FoldLevel.FULL) return true;
        int doubled = 0;
        boolean isStretched = false;
        for (int i = 0; i < runs.length(); i++) {
            int seen = view.run(start + i);
            if (seen == runs.charAt(i)) continue;
            if (seen < runs.charAt(i)) return false;
            if (seen >= STRETCH || WordShape.isNeverDoubled(chars.charAt(i), i == 0)) isStretched = true;
            else doubled++;
        }
        return doubled == 0 || doubled > 1 || isStretched || runs.length() >= MIN_DOUBLED;
    }
}
