package io.gatehouse.moderation.text;

import java.util.Arrays;

/** What plain folding noticed that may be a disguise. Most texts have little of it, and many none. */
final class Cues {
    /** Numbers a token takes: where it is in the text, and where in the view. */
    private static final int TOKEN = 5;

    private static final int[] NONE = {};

    private int[] tokens = NONE;
    private int tokenNumbers;
    private int[] pieces = NONE;
    private int pieceCount;
    private boolean isSpelledOut;
    private boolean mayBeEscaped;
    private int foreignWords;
    private int wordCount;
    private int codePointCount;

    /** @param flags of all its code points, as {@link CodePoints} has them */
    void token(int start, int end, int startInView, int endInView, int flags) {
        if (tokenNumbers == tokens.length) tokens = Arrays.copyOf(tokens, Math.max(8 * TOKEN, tokens.length * 2));
        tokens[tokenNumbers++] = start;
        tokens[tokenNumbers++] = end;
        tokens[tokenNumbers++] = startInView;
        tokens[tokenNumbers++] = endInView;
        tokens[tokenNumbers++] = flags;
    }

    void mayBeEscaped() {
        mayBeEscaped = true;
    }

    /** A word in letters of another script, which do not all look Latin. */
    void foreignWord() {
        foreignWords++;
    }

    /** @param places where short words begin that are none of the common ones */
    void finish(int count, int words, int[] places, int placeCount, boolean spelledOut) {
        codePointCount = count;
        wordCount = words;
        pieces = places;
        pieceCount = placeCount;
        isSpelledOut = spelledOut;
    }

    int tokenCount() {
        return tokenNumbers / TOKEN;
    }

    int start(int token) {
        return tokens[token * TOKEN];
    }

    int end(int token) {
        return tokens[token * TOKEN + 1];
    }

    int startInView(int token) {
        return Math.min(tokens[token * TOKEN + 2], tokens[token * TOKEN + 3]);
    }

    int endInView(int token) {
        return tokens[token * TOKEN + 3];
    }

    /** Whether it holds nothing that a {@link SimpleSuspect} may not. */
    boolean isSimple(int token) {
        return (tokens[token * TOKEN + 4] & CodePoints.ODD) == 0;
    }

    int pieceCount() {
        return pieceCount;
    }

    /** Where the piece begins in the plain view. */
    int piece(int index) {
        return pieces[index];
    }

    boolean isSpelledOut() {
        return isSpelledOut;
    }

    boolean isEscapable() {
        return mayBeEscaped;
    }

    /** Whether it has words in letters of another script, which may look Latin one by one. */
    boolean hasForeignWords() {
        return foreignWords > 0;
    }

    /** Whether words in other letters are the exception in it. */
    boolean isMostlyLatin() {
        return 2 * foreignWords < wordCount;
    }

    boolean isEmpty() {
        return tokenNumbers == 0 && pieceCount == 0 && !isSpelledOut && !mayBeEscaped;
    }

    int codePointCount() {
        return codePointCount;
    }
}
