package io.gatehouse.moderation.text;

/** Writes one suspect word of a text as it may be meant, in one of several ways. */
final class WordReader {
    // Ways of reading, which may be combined.
    /** Ambiguous digits and symbols the other way. */
    static final int SECOND = 1;
    /** Signs between letters are nothing. */
    static final int JOIN = 2;
    /** Signs between letters hide a letter each. */
    static final int MASKED = 4;
    /** Letters written for others that sound or look the same: v for u, q for g, ph for f. */
    static final int ALTERED = 8;
    /** The first ambiguous digit or symbol the one way, the others the other way. */
    static final int MIXED = 16;
    /** From the end, every letter upside down. */
    static final int TURNED = 32;

    /** Nothing but letters and digits, signs that look like letters included: they are what keeps the letters apart. */
    static final int BARE = 64;
    /** Latin letters as the letters of the other script that they look like. */
    static final int NATIVE = 128;
    /** Digits are what keeps words apart. */
    static final int SPLIT = 256;

    /** Written for an I in fonts of currency signs. */
    private static final int BARRED_L = 0x142;

    /** What is beyond may be a part of an emoji. */
    private static final int LAST_PUNCTUATION = 0x206F;

    static final int MAX_MASKS = 6;
    /** By the high byte of its letters. */
    private static final int GREEK_BLOCK = 0x03;
    /** Signs that end a sentence when there are several, and hide a letter at most one by one. */
    private static final String PUNCTUATION = ".,:;/\\()[]{}<>\"'…";

    private final int[] codePoints;
    private final FoldedView.Builder view;
    private int from;
    private int to;
    private int how;
    private boolean hasLetter;
    private boolean readsLooks;
    private boolean isGreek;
    private int ambiguous;

    WordReader(int[] codePoints, FoldedView.Builder view) {
        this.codePoints = codePoints;
        this.view = view;
    }

    /** Adds the code points [start, end), which must hold no space. */
    void read(int start, int end, int ways) {
        from = start;
        to = end;
        how = ways;
        ambiguous = 0;
        survey();
        if (is(TURNED)) for (int i = to - 1; i >= from; i--) turn(i);
        else for (int i = from; i < to; ) i += one(i);
    }

    private boolean is(int way) {
        return (how & way) != 0;
    }

    /** Whether the sign is one of a sentence, and hides no letter where there are several. */
    static boolean isSeparator(int c) {
        return PUNCTUATION.indexOf(c) >= 0;
    }

    /** Whether the sign beyond ASCII is punctuation that nothing else is read in. */
    static boolean isPunctuation(int c) {
        return c > 127
                && c <= LAST_PUNCTUATION
                && !Leet.isSymbolLetter(c)
                && !Leet.isMask(c)
                && !Leet.mayBeginOrEndWord(c)
                && !Leet.isApostrophe(c);
    }

    private void survey() {
        boolean hasLatin = false;
        boolean isAlike = true;
        isGreek = false;
        hasLetter = false;
        for (int i = from; i < to; i++) {
            int entry = entry(i);
            int kind = kind(entry);
            if (kind == CodePoints.REGIONAL || (kind == CodePoints.SYMBOL && (entry & CodePoints.LEET) != 0))
                hasLetter = true;
            if (kind != CodePoints.LETTER) continue;
            hasLetter = true;
            hasLatin |= (entry & CodePoints.LATIN) != 0;
            if ((entry & CodePoints.UNALIKE) != 0) isAlike = false;
            isGreek |= codePoints[i] >> 8 == GREEK_BLOCK;
        }
        readsLooks = hasLatin || isAlike;
    }

    /** Reads what is at the index; returns how many code points that was. */
    private int one(int i) {
        int c = codePoints[i];
        var block = CodePoints.block(c);
        int low = c & 0xFF;
        switch (block.kind[low]) {
            case CodePoints.LETTER -> {
                return letter(i, block, low);
            }
            case CodePoints.REGIONAL -> {
                if (!is(BARE)) view.addLetter(block.look[low], i, i + 1);
            }
            case CodePoints.DIGIT -> {
                if (is(SPLIT)) {
                    view.addSeparator(i, i + 1);
                    return 1;
                }
                if (is(ALTERED) && c == '1' && at(i + 1) == '3') {
                    view.addLetter('b', i, i + 2);
                    return 2;
                }
                char digit = block.full[low];
                if (digit == 0) add(block, low, i);
                else if (hasLetter)
                    view.addLetter(Leet.letterOfDigit(digit, isOther(c == '1' || c == '6' || c == '9')), i, i + 1);
                else view.add(digit, i, i + 1);
            }
            case CodePoints.MARK -> view.extendTo(i + 1);
            case CodePoints.SYMBOL -> {
                return sign(i, c);
            }
            default -> {}
        }
        return 1;
    }

    private int letter(int i, CodePoints.Block block, int low) {
        int c = codePoints[i];
        char turned = c < 128 ? 0 : LookAlikes.turned(c);
        char look = block.look[low];
        // A letter that is written for another, as it is in its own alphabet.
        if (is(NATIVE)) return nativeLetter(i, block, low);
        if (is(SECOND) && c == BARRED_L) look = 'i';
        // A stroke without a foot is one letter as much as the other.
        if (is(SECOND) && (look == 'l' || look == 'i')) look = look == 'l' ? 'i' : 'l';
        if (readsLooks && look != 0) view.addLetter(look, i, i + 1);
        else if (turned != 0) view.addLetter(turned, i, i + 1);
        else if (is(ALTERED)) return altered(i, block, low);
        else add(block, low, i);
        return 1;
    }

    private int nativeLetter(int i, CodePoints.Block block, int low) {
        char ofScript = LookAlikes.nativeOf(block.full[low], isGreek);
        if (ofScript != 0) view.addLetter(ofScript, i, i + 1);
        else add(block, low, i);
        return 1;
    }

    private int altered(int i, CodePoints.Block block, int low) {
        int next = lower(at(i + 1));
        switch (block.full[low]) {
            case 'v' -> {
                if (next == 'v') {
                    view.addLetter('w', i, i + 2);
                    return 2;
                }
                boolean isConsonant = !isVowel(next) && !isVowel(lower(at(i - 1)));
                view.addLetter(isConsonant ? 'u' : 'v', i, i + 1);
            }
            case 'l', 'i' -> {
                boolean isB = next == '3';
                add(isB, block, low, i);
                return isB ? 2 : 1;
            }
            case 'q' -> view.addLetter(next == 'u' ? 'q' : 'g', i, i + 1);
            case 'p' -> {
                view.addLetter(next == 'h' ? 'f' : 'p', i, i + (next == 'h' ? 2 : 1));
                return next == 'h' ? 2 : 1;
            }
            default -> add(block, low, i);
        }
        return 1;
    }

    /** A stroke before a three is a B. */
    private void add(boolean isB, CodePoints.Block block, int low, int i) {
        if (isB) view.addLetter('b', i, i + 2);
        else add(block, low, i);
    }

    private void add(CodePoints.Block block, int low, int i) {
        char c = block.full[low];
        String several = block.fullText[low];
        if (c != 0) view.addLetter(c, i, i + 1);
        else if (several != null)
            for (int k = 0; k < several.length(); k++) view.addLetter(several.charAt(k), i, i + 1);
    }

    private static boolean isVowel(int c) {
        return c != 0 && "aeiouy".indexOf(c) >= 0;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /** The code point at the index, if it is in the word; else 0. */
    private int at(int i) {
        return i >= from && i < to ? codePoints[i] : 0;
    }

    private boolean isOther(boolean isAmbiguous) {
        if (!is(MIXED) || !isAmbiguous) return is(SECOND);
        return is(SECOND) != ambiguous++ > 0;
    }

    private int sign(int i, int c) {
        if (is(BARE)) return 1;
        if (!is(MASKED)) {
            int group = Leet.group(codePoints, i, to);
            if (group >= 0) {
                int length = Leet.lengthOf(group);
                view.addLetter(Leet.letterOf(group, is(SECOND)), i, i + length);
                return length;
            }
            if (isLetterHere(i, c)) {
                boolean isOther = isOther(c == '!' || c == '|' || c == '¡');
                view.addLetter(Leet.letterOfSymbol(c, isOther), i, i + 1);
                return 1;
            }
        }
        if (Leet.isApostrophe(c) && !is(MASKED)) view.addSeparator(i, i + 1);
        else if (is(MASKED) || (Leet.isMask(c) && !is(JOIN))) return mask(i);
        else if (!is(JOIN)) view.addSeparator(i, i + 1);
        return 1;
    }

    private boolean isLetterHere(int i, int c) {
        if (!Leet.isSymbolLetter(c)) return false;
        int next = i + 1;
        while (next < to && kind(entry(next)) == CodePoints.INVISIBLE) next++;
        if (next == to)
            return Leet.mayEnd(c)
                    && at(i - 1) != 0
                    && (isLetterish(i - 1) || kind(entry(i - 1)) == CodePoints.INVISIBLE);
        return isLetterish(next);
    }

    private boolean isLetterish(int i) {
        int kind = kind(entry(i));
        return kind == CodePoints.LETTER
                || kind == CodePoints.DIGIT
                || kind == CodePoints.MARK
                || Leet.isSymbolLetter(codePoints[i])
                || Leet.isMask(codePoints[i]);
    }

    /** Signs in a row hide a letter each; an emoji, of whatever many parts, one. */
    private int mask(int i) {
        int end = i + 1;
        while (end < to && isMaskable(end)) end++;
        int letters = 0;
        boolean isPunctuation = false;
        for (int k = i; k < end; k++) {
            if (kind(entry(k)) != CodePoints.SYMBOL) continue;
            isPunctuation |= isSeparator(codePoints[k]);
            boolean isSingle = codePoints[k] <= LAST_PUNCTUATION || Leet.isMask(codePoints[k]);
            if (isSingle || letters == 0 || codePoints[k] == codePoints[i]) letters++;
        }
        boolean isInside = i > from && end < to;
        if (letters > MAX_MASKS || (isPunctuation && letters > 1) || (!isInside && codePoints[i] != '*'))
            view.addSeparator(i, i + 1);
        else for (int k = 0; k < letters; k++) view.add(DisguiseFold.MASK, Math.min(i + k, end - 1), end);
        return end - i;
    }

    private boolean isMaskable(int i) {
        int kind = kind(entry(i));
        return kind == CodePoints.INVISIBLE
                || kind == CodePoints.MARK
                || (kind == CodePoints.SYMBOL && (is(MASKED) || Leet.isMask(codePoints[i])));
    }

    private void turn(int i) {
        int c = codePoints[i];
        var block = CodePoints.block(c);
        char turned = LookAlikes.turned(c);
        char folded = block.full[c & 0xFF];
        // Each covers the whole word: what is found must not end before it begins.
        if (turned != 0) view.addLetter(turned, from, to);
        else if (block.kind[c & 0xFF] == CodePoints.LETTER && folded != 0)
            view.addLetter(LookAlikes.upright(folded), from, to);
    }

    private int entry(int i) {
        int c = codePoints[i];
        return CodePoints.block(c).entry[c & 0xFF];
    }

    private static int kind(int entry) {
        return entry >> CodePoints.KIND_SHIFT & 7;
    }
}
