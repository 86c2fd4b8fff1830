package io.gatehouse.moderation.text;

/** What stands between two spaces, and why it may be disguised. Used again for every word: a cursor, not a value. */
final class SuspectWord {
    /** A number stuck to fewer letters is a name or a unit. */
    private static final int MIN_LETTERS_BESIDE_NUMBER = 3;

    /** Of capitals before a number. */
    private static final int MAX_CODE_LETTERS = 4;

    private static final int MAX_STARS = 2;
    /** Of more signs in a row any word could be meant. */
    private static final int MAX_HOLLOW = 4;
    /** What is written twice in a row by those who write programs. */
    private static final String OPERATORS = "&|=+-:/<>~?!@";

    /** Longer than what people put between brackets in a sentence. */
    private static final int FAR = 160;
    /** Signs beyond ASCII that nobody puts between two letters but for a letter. */
    private static final String TELLING = "€£¡¢§";
    /** Brackets around a word are brackets. */
    private static final String OPENING = "([{<";

    private static final String CLOSING = ")]}>";

    private final int[] codePoints;
    /** By kind of bracket: from where, and up to where, there is no other of it. */
    private final int[] searchedFrom = new int[OPENING.length()];

    private final int[] searched = new int[OPENING.length()];

    private int start;
    private int end;
    private int from;
    private int to;
    private int letters;
    private int digits;
    private int signs;
    private int ambiguous;
    private boolean isTelling;
    private boolean isAlterable;
    private boolean isTurned;
    private boolean isOddlyWritten;
    private boolean isOfTwoScripts;
    private boolean hasLower;
    private int apostrophes;

    SuspectWord(int[] codePoints) {
        this.codePoints = codePoints;
    }

    /** Looks at a token; whether there is anything in it to decode. */
    boolean look(Cues cues, int number) {
        start = cues.start(number);
        end = cues.end(number);
        from = start;
        to = end;
        trim();
        if (to == from || (to - from == 1 && kind(from) != CodePoints.REGIONAL) || isLink()) return false;
        survey();
        if (letters == 0) return isOddlyWritten || (digits == 0 && to - from > 2);
        // In a text of another alphabet, words that happen to look Latin are words of that alphabet.
        if (isOddlyWritten && signs == 0 && digits == 0) return !cues.hasForeignWords() || cues.isMostlyLatin();
        if (isCode()) return false;
        return separators() > 1
                || isOfTwoScripts
                || signs > 0
                || digits > 0
                || isAlterable
                || isTurned
                || hasStars()
                || isHashtag()
                || hasLeetEdge();
    }

    private void trim() {
        while (from < to && kind(from) == CodePoints.SYMBOL && !beginsWithLetter()) from++;
        while (to > from && isTrimmedEnd()) to--;
    }

    private boolean isTrimmedEnd() {
        byte kind = kind(to - 1);
        return kind == CodePoints.INVISIBLE || (kind == CodePoints.SYMBOL && !endsWithLetter());
    }

    private boolean beginsWithLetter() {
        int c = codePoints[from];
        if (!Leet.mayBegin(c) || from + 1 >= to) return false;
        int bracket = OPENING.indexOf(c);
        if (bracket >= 0 && isClosed(bracket)) return false;
        return isLetterish(from + 1) || Leet.group(codePoints, from, to) >= 0;
    }

    /** Whether the bracket at {@link #from} is closed; what was searched for the one before is not searched again. */
    private boolean isClosed(int bracket) {
        int limit = Math.min(codePoints.length, from + FAR);
        boolean isKnown = from >= searchedFrom[bracket] && from < searched[bracket];
        if (!isKnown) searchedFrom[bracket] = from;
        int i = isKnown ? searched[bracket] : from + 1;
        // Several in a row open one.
        while (!isKnown && i < limit && codePoints[i] == OPENING.charAt(bracket)) i++;
        while (i < limit && codePoints[i] != CLOSING.charAt(bracket) && codePoints[i] != OPENING.charAt(bracket)) i++;
        searched[bracket] = i;
        return i < limit && codePoints[i] == CLOSING.charAt(bracket);
    }

    private boolean endsWithLetter() {
        int last = to - 1;
        if (Leet.mayEnd(codePoints[last]) && last > from && isLetterish(last - 1)) return last - from > 1;
        for (int length = 3; length > 1; length--) {
            int at = to - length;
            if (at <= from || !isLetterish(at - 1)) continue;
            int group = Leet.group(codePoints, at, to);
            if (group >= 0 && Leet.lengthOf(group) == length) return true;
        }
        return false;
    }

    private boolean isLink() {
        for (int i = from; i + 2 < to; i++) {
            if (codePoints[i] == ':' && codePoints[i + 1] == '/' && codePoints[i + 2] == '/') return true;
            if (i == from && isW(i) && isW(i + 1) && isW(i + 2)) return true;
        }
        return false;
    }

    private boolean isW(int i) {
        return (codePoints[i] | 32) == 'w';
    }

    private void survey() {
        letters = 0;
        digits = 0;
        signs = 0;
        ambiguous = 0;
        isTelling = false;
        isAlterable = false;
        isTurned = false;
        isOddlyWritten = false;
        apostrophes = 0;
        hasLower = false;
        boolean hasLatin = false;
        boolean hasLook = false;
        boolean isForeign = false;
        for (int i = from; i < to; i++) {
            int c = codePoints[i];
            int entry = CodePoints.block(c).entry[c & 0xFF];
            switch (entry >> CodePoints.KIND_SHIFT & 7) {
                case CodePoints.LETTER -> {
                    letters++;
                    hasLatin |= (entry & CodePoints.LATIN) != 0;
                    isForeign |= (entry & (CodePoints.ALIKE | CodePoints.FOREIGN)) != 0;
                    if (c > 127 || Character.isLowerCase(c)) hasLower = true;
                    hasLook |= (entry & (CodePoints.ALIKE | CodePoints.WEAKLY_ALIKE)) != 0;
                    if ((entry & CodePoints.ATTENTION) != 0) attend(i, c);
                    if ((c | 32) == 'h' && i > from && (codePoints[i - 1] | 32) == 'p') isAlterable = true;
                }
                case CodePoints.DIGIT -> {
                    digits++;
                    if (c == '1') ambiguous++;
                    if (c == '3' && i > from && "1lI".indexOf(codePoints[i - 1]) >= 0) isAlterable = true;
                    if (isBetweenLetters(i)) isTelling = true;
                }
                case CodePoints.SYMBOL -> {
                    if (Leet.isApostrophe(c)) apostrophes++;
                    else signs++;
                    if (c == '!' || c == '|') ambiguous++;
                    if (isTelling(c) && (isBetweenLetters(i) || (c == '$' && i == from))) isTelling = true;
                }
                case CodePoints.REGIONAL -> isOddlyWritten = true;
                default -> {}
            }
        }
        if (hasLook && !hasLatin) isOddlyWritten = true;
        isOfTwoScripts = hasLatin && isForeign;
    }

    /** Capitals and still more digits are the number of a room, a road or an order. */
    private boolean isCode() {
        return !hasLower && digits > letters;
    }

    private static boolean isTelling(int c) {
        return c < 128 ? c == '$' || c == '@' || c == '!' || c == '|' || c == '*' : TELLING.indexOf(c) >= 0;
    }

    private void attend(int i, int c) {
        if (c > 127 && LookAlikes.turned(c) != 0) isTurned = true;
        else if ((c | 32) == 'q') isAlterable |= i + 1 == to || (codePoints[i + 1] | 32) != 'u';
        else isAlterable |= !isVowel(i + 1) && !isVowel(i - 1) && letters + 1 < to - from;
    }

    private boolean isVowel(int i) {
        return i >= from && i < to && "aeiouy".indexOf(codePoints[i] | 32) >= 0;
    }

    private boolean isBetweenLetters(int i) {
        int before = i - 1;
        while (before > from && !isLetter(before) && i - before < 3 && isLetterish(before)) before--;
        int after = i + 1;
        while (after < to - 1 && !isLetter(after) && after - i < 3 && isLetterish(after)) after++;
        return before >= from && after < to && isLetter(before) && isLetter(after);
    }

    private boolean isLetter(int i) {
        return kind(i) == CodePoints.LETTER;
    }

    private boolean isLetterish(int i) {
        int kind = kind(i);
        return kind == CodePoints.LETTER
                || kind == CodePoints.DIGIT
                || kind == CodePoints.MARK
                || Leet.isSymbolLetter(codePoints[i])
                || Leet.isMask(codePoints[i]);
    }

    private byte kind(int i) {
        return CodePoints.block(codePoints[i]).kind[codePoints[i] & 0xFF];
    }

    /** First code point of the word without what surrounds it. */
    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int letters() {
        return letters;
    }

    /** Symbols in it, apostrophes not counted. */
    int signs() {
        return signs;
    }

    /** Digits and signs that two letters are written by. */
    int ambiguous() {
        return ambiguous;
    }

    /** Whether it is so disguised that the whole text is worth reading again. */
    boolean isPlainDisguise() {
        boolean isTakenApart = signs >= MIN_LETTERS_BESIDE_NUMBER && signs + 1 >= letters && !isDotted();
        return isTelling || isOddlyWritten || isTakenApart;
    }

    /** Whether it has signs enough to keep its letters apart, and what else they may be. */
    int separators() {
        return apostrophes > 2 ? apostrophes + signs : isOddlyWritten ? signs + 2 : signs;
    }

    boolean mayBeMasked() {
        return (letters >= 3 && letters >= signs && !isDotted()) || isHollow();
    }

    /** Whether each letter is followed by a full stop, as in initials. */
    private boolean isDotted() {
        if (signs + 1 < letters) return false;
        for (int i = from + 1; i < to; i += 2) if (codePoints[i] != '.') return false;
        return true;
    }

    /** Whether nothing but one row of signs, which are no operator, stands between its letters. */
    private boolean isHollow() {
        if (letters < 2 || signs < 2 || signs > MAX_HOLLOW || !isLetter(from) || !isLetter(to - 1)) return false;
        int first = from;
        while (isLetter(first)) first++;
        int last = to;
        while (isLetter(last - 1)) last--;
        for (int i = first; i < last; i++)
            if (isLetter(i) || kind(i) == CodePoints.DIGIT || codePoints[i] == '.') return false;
        return signs != 2 || OPERATORS.indexOf(codePoints[first]) < 0;
    }

    /** Whether it looks Latin, but is written in letters of another script only. */
    boolean isOddlyWritten() {
        return isOddlyWritten;
    }

    boolean isOfTwoScripts() {
        return isOfTwoScripts;
    }

    /** Whether a digit may be what keeps two words apart. */
    boolean hasNumberInside() {
        return digits > 0 && digits <= 2 && letters > 3 && isLetter(from);
    }

    boolean isAlterable() {
        return isAlterable;
    }

    boolean isTurned() {
        return isTurned;
    }

    boolean isHashtag() {
        return from > start && codePoints[from - 1] == '#';
    }

    private boolean hasLeetEdge() {
        return kind(from) == CodePoints.SYMBOL || kind(to - 1) == CodePoints.SYMBOL;
    }

    /** Whether a letter at one of its edges is hidden; a star on both sides is emphasis. */
    boolean hasStars() {
        int before = from - fromWithStars();
        int after = toWithStars() - to;
        return letters >= 3 && before != after && (before == 0 || after == 0) && before + after <= MAX_STARS;
    }

    int fromWithStars() {
        int i = from;
        while (i > start && codePoints[i - 1] == '*') i--;
        return i;
    }

    int toWithStars() {
        int i = to;
        while (i < end && codePoints[i] == '*') i++;
        return i;
    }

    boolean isWordWithNumber() {
        int beside = (fromLetter() - from) + (to - toLetter());
        // Few capitals before a number are a product.
        if (!hasLower && letters <= MAX_CODE_LETTERS) return false;
        return beside > 0 && toLetter() - fromLetter() >= MIN_LETTERS_BESIDE_NUMBER;
    }

    /** First code point of the word without the digits before it. */
    int fromLetter() {
        int i = from;
        while (i < to && kind(i) == CodePoints.DIGIT) i++;
        return i;
    }

    int toLetter() {
        int i = to;
        while (i > from && kind(i - 1) == CodePoints.DIGIT) i--;
        return i;
    }
}
