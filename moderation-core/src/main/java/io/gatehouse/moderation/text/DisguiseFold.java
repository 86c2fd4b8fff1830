package io.gatehouse.moderation.text;

/**
 * Full folding that takes a text for disguised: digits and symbols inside words are read as letters, look-alikes as the
 * Latin letters they look like, single letters in a row as one word. The second reading drops separators inside words
 * and reads ambiguous symbols the other way, so that a word hidden in both manners at once still shows in one of them.
 */
public final class DisguiseFold {
    /** Stands for one letter that the author hid. A private-use character: no policy word can contain it. */
    public static final char MASK = '\uE000';

    /** Masks in a row; more hide so much that many words fit. */
    private static final int MAX_MASKS = 2;

    private static final String DIGIT_LETTERS = "oizeasgtbg";
    private static final String DIGIT_LETTERS_SECOND = "olzeasbtbg";
    private static final String SYMBOLS = "@$!|+(<¡¢£¥§€₤";
    private static final String SYMBOL_LETTERS = "asiitcciclysel";
    private static final String SYMBOL_LETTERS_SECOND = "aslltcciclysel";
    private static final String MASKS = "*#%•●■█×✱";
    private static final String APOSTROPHES = "'’‘`´";

    private final int[] codePoints;
    private final boolean isSecond;
    private final FoldedView.Builder view;

    DisguiseFold(int[] codePoints, boolean isSecond) {
        this.codePoints = codePoints;
        this.isSecond = isSecond;
        this.view = new FoldedView.Builder(codePoints.length + 8);
    }

    static boolean isSymbolLetter(int c) {
        return SYMBOLS.indexOf(c) >= 0;
    }

    static boolean isMask(int c) {
        return MASKS.indexOf(c) >= 0;
    }

    static boolean isApostrophe(int c) {
        return APOSTROPHES.indexOf(c) >= 0;
    }

    FoldedView fold() {
        int i = 0;
        while (i < codePoints.length) {
            int end = wordEnd(i);
            if (end > i) {
                foldWord(i, end);
                i = end;
            } else {
                view.addSeparator(i, i + 1);
                i++;
            }
        }
        return new SpelledOut(codePoints, view.build()).join();
    }

    private int wordEnd(int from) {
        int i = from;
        while (i < codePoints.length && isInWord(i, i > from)) i++;
        // A separator is only inside a word when the word goes on after it.
        while (i > from && isDroppable(codePoints[i - 1]) && !isSymbolLetterAt(i - 1)) i--;
        return i;
    }

    private boolean isInWord(int i, boolean hasBegun) {
        int c = codePoints[i];
        byte kind = kind(c);
        if (kind != CodePoints.SYMBOL && kind != CodePoints.SPACE) return true;
        if (kind == CodePoints.SPACE) return false;
        if (isSymbolLetterAt(i)) return true;
        if (!hasBegun) return false;
        return isSecond ? isDroppable(c) : isMask(c) && isMaskAt(i);
    }

    private boolean isDroppable(int c) {
        return isSecond && kind(c) == CodePoints.SYMBOL && !isApostrophe(c);
    }

    private boolean isSymbolLetterAt(int i) {
        int c = codePoints[i];
        if (!isSymbolLetter(c)) return false;
        // An exclamation mark after a word is one; only a dollar sign is ever written for a last letter.
        if (i + 1 < codePoints.length && isFollower(codePoints[i + 1])) return true;
        return c == '$' && i > 0 && isLetterish(codePoints[i - 1]);
    }

    private static boolean isFollower(int c) {
        return c == '$' || c == '@' || (isLetterish(c) && !isSymbolLetter(c));
    }

    private boolean isMaskAt(int i) {
        int from = i;
        int to = i;
        while (from > 0 && i - from < MAX_MASKS && isMask(codePoints[from - 1])) from--;
        while (to + 1 < codePoints.length && to - from < MAX_MASKS && isMask(codePoints[to + 1])) to++;
        return to - from < MAX_MASKS
                && from > 0
                && to + 1 < codePoints.length
                && isLetterish(codePoints[from - 1])
                && isLetterish(codePoints[to + 1]);
    }

    private static boolean isLetterish(int c) {
        byte kind = kind(c);
        return kind == CodePoints.LETTER || kind == CodePoints.DIGIT || kind == CodePoints.MARK || isSymbolLetter(c);
    }

    private static byte kind(int c) {
        return CodePoints.block(c).kind[c & 0xFF];
    }

    private void foldWord(int from, int to) {
        boolean hasLetter = false;
        boolean hasLatin = false;
        boolean isWhollyAlike = true;
        for (int i = from; i < to; i++) {
            int c = codePoints[i];
            var block = CodePoints.block(c);
            byte kind = block.kind[c & 0xFF];
            if (kind == CodePoints.REGIONAL) hasLetter = true;
            if (kind != CodePoints.LETTER) continue;
            hasLetter = true;
            if (block.latin[c & 0xFF]) hasLatin = true;
            else if (block.look[c & 0xFF] == 0) isWhollyAlike = false;
        }
        for (int i = from; i < to; i++) {
            if (hasLetter) foldDisguised(i, hasLatin || isWhollyAlike);
            else foldNumber(i);
        }
    }

    private void foldNumber(int i) {
        int c = codePoints[i];
        switch (kind(c)) {
            case CodePoints.DIGIT -> PlainFold.addFolded(view, CodePoints.block(c), c & 0xFF, i);
            case CodePoints.SYMBOL -> view.addSeparator(i, i + 1);
            case CodePoints.MARK -> view.extendTo(i + 1);
            default -> {}
        }
    }

    private void foldDisguised(int i, boolean readLookAlikes) {
        int c = codePoints[i];
        var block = CodePoints.block(c);
        int low = c & 0xFF;
        switch (block.kind[low]) {
            case CodePoints.LETTER -> {
                if (readLookAlikes && block.look[low] != 0) view.addLetter(block.look[low], i, i + 1);
                else PlainFold.addFolded(view, block, low, i);
            }
            case CodePoints.REGIONAL -> view.addLetter(block.look[low], i, i + 1);
            case CodePoints.DIGIT -> view.addLetter(letterOfDigit(block.full[low]), i, i + 1);
            case CodePoints.MARK -> view.extendTo(i + 1);
            case CodePoints.SYMBOL -> foldSymbol(i, c);
            default -> {}
        }
    }

    private char letterOfDigit(char digit) {
        if (digit < '0' || digit > '9') return digit;
        return (isSecond ? DIGIT_LETTERS_SECOND : DIGIT_LETTERS).charAt(digit - '0');
    }

    private void foldSymbol(int i, int c) {
        if (isSymbolLetterAt(i)) {
            String letters = isSecond ? SYMBOL_LETTERS_SECOND : SYMBOL_LETTERS;
            view.addLetter(letters.charAt(SYMBOLS.indexOf(c)), i, i + 1);
        } else if (!isSecond && isMask(c)) {
            view.add(MASK, i, i + 1);
        }
    }

    /** The letter that a digit is most often written for. */
    static char letterFor(char digit) {
        return digit >= '0' && digit <= '9' ? DIGIT_LETTERS.charAt(digit - '0') : digit;
    }
}
