package io.gatehouse.moderation.text;

/** Full folding without decoding: see {@link FoldedText#plain()}. Also notes whether anything may be a disguise. */
final class PlainFold {
    /** Fewer single letters in a row are initials or grammar, not a word spelled out. */
    static final int MIN_SPELLED_LETTERS = 3;

    private final int[] codePoints;
    private final FoldedView.Builder view;
    private boolean isDisguised;
    private int wordStart;
    private int wordStartInView;
    private boolean wordHasLatin;
    private boolean wordHasLookAlike;
    private boolean wordHasDigit;
    private int singles;

    PlainFold(int[] codePoints) {
        this.codePoints = codePoints;
        this.view = new FoldedView.Builder(codePoints.length + 8);
    }

    /** Whether decoding could read anything else than the plain fold. Known after {@link #fold()}. */
    boolean isDisguised() {
        return isDisguised;
    }

    FoldedView fold() {
        beginWord(0);
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            var block = CodePoints.block(c);
            switch (block.kind[c & 0xFF]) {
                case CodePoints.LETTER -> {
                    noteLetter(block, c & 0xFF);
                    addFolded(view, block, c & 0xFF, i);
                }
                case CodePoints.DIGIT -> {
                    wordHasDigit = true;
                    addFolded(view, block, c & 0xFF, i);
                }
                case CodePoints.MARK -> view.extendTo(i + 1);
                case CodePoints.SPACE -> endWord(i);
                case CodePoints.INVISIBLE -> {}
                case CodePoints.REGIONAL -> {
                    isDisguised = true;
                    endWord(i);
                }
                default -> {
                    if (!isDisguised) isDisguised = mayDisguise(i);
                    endWord(i);
                }
            }
        }
        endWord(codePoints.length);
        return view.build();
    }

    private void noteLetter(CodePoints.Block block, int low) {
        if (block.latin[low]) wordHasLatin = true;
        else if (block.look[low] != 0) wordHasLookAlike = true;
    }

    static void addFolded(FoldedView.Builder view, CodePoints.Block block, int low, int i) {
        char c = block.full[low];
        if (c != 0) {
            addOne(view, c, i);
            return;
        }
        String several = block.fullText[low];
        if (several == null) return;
        for (int k = 0; k < several.length(); k++) addOne(view, several.charAt(k), i);
    }

    private static void addOne(FoldedView.Builder view, char c, int i) {
        // Digits are not collapsed: 11 is another number than 1.
        if (c >= '0' && c <= '9') view.add(c, i, i + 1);
        else view.addLetter(c, i, i + 1);
    }

    private void beginWord(int at) {
        wordStart = at;
        wordStartInView = view.length;
        wordHasLatin = false;
        wordHasLookAlike = false;
        wordHasDigit = false;
    }

    private void endWord(int end) {
        int letters = view.length - wordStartInView;
        if (letters > 0) {
            if (wordHasLookAlike) readLookAlikes(end);
            if (wordHasDigit && letters > 1) isDisguised = true;
            singles = letters == 1 ? singles + 1 : 0;
            if (singles >= MIN_SPELLED_LETTERS) isDisguised = true;
        }
        if (end < codePoints.length) view.addSeparator(end, end + 1);
        beginWord(end + 1);
    }

    private void readLookAlikes(int end) {
        if (!wordHasLatin) {
            isDisguised = true;
            return;
        }
        view.truncate(wordStartInView);
        for (int i = wordStart; i < end; i++) {
            var block = CodePoints.block(codePoints[i]);
            int low = codePoints[i] & 0xFF;
            if (block.kind[low] == CodePoints.MARK) view.extendTo(i + 1);
            else if (block.look[low] != 0) view.addLetter(block.look[low], i, i + 1);
            else addFolded(view, block, low, i);
        }
    }

    /** A symbol disguises only inside a word or at the beginning of one; between two digits it is arithmetic. */
    private boolean mayDisguise(int i) {
        int c = codePoints[i];
        if (DisguiseFold.isApostrophe(c)) return false;
        boolean after = i + 1 < codePoints.length && isWordish(codePoints[i + 1]);
        boolean before = i > 0 && isWordish(codePoints[i - 1]);
        if (before && after) return !isDigit(codePoints[i - 1]) || !isDigit(codePoints[i + 1]);
        return (before && c == '$') || (after && DisguiseFold.isSymbolLetter(c));
    }

    private static boolean isDigit(int c) {
        return CodePoints.block(c).kind[c & 0xFF] == CodePoints.DIGIT;
    }

    private static boolean isWordish(int c) {
        byte kind = CodePoints.block(c).kind[c & 0xFF];
        return kind == CodePoints.LETTER
                || kind == CodePoints.DIGIT
                || DisguiseFold.isSymbolLetter(c)
                || DisguiseFold.isMask(c);
    }
}
