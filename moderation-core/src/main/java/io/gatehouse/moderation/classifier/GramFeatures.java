package io.gatehouse.moderation.classifier;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The features of a text as rows of one hash table, three lists of them: what every language shares (words, pairs of words, four
 * characters), what a {@link Family} shares (words, pairs, three and five characters), all of padded words, and what words that the
 * {@link Vocabulary} knows mean in English, and are about. A feature that stands twice counts twice. Words are read in disguise,
 * too: marks, look-alikes of other scripts, digits among letters, signs within words, stretched letters, letters set apart; a tag is read by its words; that one
 * was shouted, and how long a number is, are told besides. Links are one word; names with {@code @} are left out, so that nothing is
 * learned about people; names of groups of people are all read as the same word, whichever it is, so that nothing is learned about
 * one. The very same code runs at training and at scoring: changing it in any way needs a new {@link #VERSION}.
 */
final class GramFeatures {
    static final int VERSION = 3;

    private static final char PADDING = '_';
    private static final int LINK = 0x2F2F3A70;
    private static final int PAIR = 0x51ED2701;

    /** What a small letter of ASCII has, and a capital lacks. */
    private static final int SMALL_LETTER = 0x20;

    private static final int SHOUTED = 0x3C6EF372;
    private static final int NUMBER = 0x1F83D9AB;

    /** A word in capitals is shouted from this many letters on; shorter ones are abbreviations. */
    private static final int SHORTEST_SHOUTED = 4;

    /** Longer numbers are told apart no more: telephone and card numbers are among them. */
    private static final int LONGEST_NUMBER = 11;

    /** Longer words are cut: no language has them, and whoever writes them hides what stands behind. */
    private static final int LONGEST_WORD = 40;

    /** Letters that stand alone, this many in a row, are read as a word that was set apart. */
    private static final int FEWEST_APART = 3;

    /** So many are nothing else besides; fewer may be what is written instead of words ("u r a"). */
    private static final int SURELY_APART = 4;

    /** What a longer word is known by where its endings are not: inflected forms are many. */
    private static final int STEM = 6;

    /** See {@link #valueOfMeaning}. */
    private static final int UNSAID = 8;

    private static final int STEMMED = 0x6A09E667;
    private static final int ABOUT = 0x510E527F;

    /** The word that every name of a group is read as, and what it is about. */
    private static final int GROUP = 0x5BE0CD19;

    private static final int ABOUT_GROUPS = Vocabulary.ABOUT;

    private final int shift;
    private final int salt;
    private final Vocabulary vocabulary;
    private int[] shared;
    private int sharedCount;
    private int[] family;
    private int familyCount;
    private int[] meaning = new int[16];
    private int meaningCount;

    /** Words in their order, where somebody wants to know them. */
    private final List<Heard> heard;

    private final boolean isHearing;

    private final char[] word = new char[LONGEST_WORD + 2];
    private int size = 1;
    private boolean hasLatin;
    private boolean hasForeign;
    private int digits;
    private int capitals;
    private final char[] apart = new char[LONGEST_WORD + 2];
    private int apartSize = 1;
    private int previous;
    private int previousAbout = -1;
    private int lastSymbol;
    private int symbolTimes;

    /** A tag holds several words, each with a capital: "#GoHomeNow". */
    private boolean isTag;

    /** How far everything was before the word in hand, the first of letters set apart, and the first word of what may be a name. */
    private final Mark beforeWord = new Mark();

    private final Mark beforeApart = new Mark();
    private final Mark beforeName = new Mark();

    /** Of the words read of what may be a name; 0 for none. */
    private int nameKey;

    /** Where to go back to: what came after is not read as words. */
    private static final class Mark {
        private int shared;
        private int family;
        private int meaning;
        private int previous;
        private int previousAbout;

        void set(Mark other) {
            shared = other.shared;
            family = other.family;
            meaning = other.meaning;
            previous = other.previous;
            previousAbout = other.previousAbout;
        }
    }

    /**
     * A word as it is read.
     *
     * @param stem of its first letters; 0 for a short one
     */
    record Heard(int word, int stem) {}

    private GramFeatures(int length, int logRows, int salt, Vocabulary vocabulary, boolean isHearing) {
        this.shift = Integer.SIZE - logRows;
        this.salt = salt;
        this.vocabulary = vocabulary;
        this.isHearing = isHearing;
        this.heard = isHearing ? new ArrayList<>() : List.of();
        this.shared = new int[2 * length + 16];
        this.family = new int[salt == 0 ? 0 : 3 * length + 16];
        word[0] = PADDING;
        apart[0] = PADDING;
    }

    /**
     * @param logRows of the table, to the base 2
     * @param salt of the family; 0 for a text of no known language, which has no list of a family
     */
    static GramFeatures of(String text, int logRows, int salt) {
        return of(text, logRows, salt, Vocabulary.NONE);
    }

    /** @param vocabulary of the text's language, or of all together where it is not known */
    static GramFeatures of(String text, int logRows, int salt, Vocabulary vocabulary) {
        String plain = needsComposing(text) ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
        var features = new GramFeatures(plain.length(), logRows, salt, vocabulary, false);
        features.read(plain);
        return features;
    }

    /** The words of a text in their order, as they are looked for in a {@link Vocabulary}. */
    static List<Heard> heard(String text) {
        var features = new GramFeatures(text.length(), Integer.SIZE, 0, Vocabulary.NONE, true);
        features.read(text);
        return features.heard;
    }

    int sharedCount() {
        return sharedCount;
    }

    int familyCount() {
        return familyCount;
    }

    /** Its first {@link #sharedCount()} are valid; not to be changed. */
    int[] shared() {
        return shared;
    }

    /** Its first {@link #familyCount()} are valid; not to be changed. */
    int[] family() {
        return family;
    }

    int meaningCount() {
        return meaningCount;
    }

    /** Its first {@link #meaningCount()} are valid; not to be changed. */
    int[] meaning() {
        return meaning;
    }

    /**
     * What each of so many meanings of a text counts: as many more features stand behind it as are never there, so that a text of which
     * one word is known is not judged by that.
     */
    static float valueOfMeaning(int count) {
        return count == 0 ? 0 : (float) (1 / Math.sqrt(count + UNSAID));
    }

    /** Letters drawn as mathematics, in circles or at full width. */
    private static boolean needsComposing(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x2100) continue;
            if (c <= 0x214F || (c >= 0x2460 && c <= 0x24FF) || c == 0xD835 || c >= 0xFF00) return true;
            if (c == 0xD83C && i + 1 < text.length() && text.charAt(i + 1) < 0xDE00) return true;
        }
        return false;
    }

    private void read(String text) {
        int length = text.length();
        for (int at = 0; at < length; ) {
            char c = text.charAt(at);
            boolean isLink = size == 1 && (c == 'h' || c == 'w') && startsLink(text, at);
            if (isLink || (size == 1 && c == '@')) {
                if (isLink) link();
                at = endOfRun(text, at);
            } else if (c >= 'a' && c <= 'z') {
                append(c);
                hasLatin = true;
                at++;
            } else if (c == ' ') {
                endWord();
                isTag = false;
                at++;
            } else if (c >= 'A' && c <= 'Z') {
                if (isTag && at > 0 && isSmall(text.charAt(at - 1))) endWord();
                append((char) (c | SMALL_LETTER));
                hasLatin = true;
                capitals++;
                at++;
            } else at = readOther(text, at, c);
        }
        endWord();
        endApart();
    }

    /** @return where to go on */
    private int readOther(String text, int at, char c) {
        if (Character.isLetter(c)) {
            char folded = Glyphs.fold(c);
            append(folded);
            if (Character.isUpperCase(c)) capitals++;
            if (folded < 0x250) hasLatin = true;
            else if (folded < 0x590) hasForeign = true;
        } else if (Character.isDigit(c)) {
            append(c <= '9' ? c : Glyphs.DIGIT);
            digits++;
        } else if (c == '@' || c == '$') {
            // Within a word a letter in disguise; else a sign of its own.
            if (size > 1) append(c == '@' ? 'a' : 's');
            else symbol(c);
        } else if (!isInsideWord(c)) {
            int whole = Character.isHighSurrogate(c) ? text.codePointAt(at) : c;
            if (Character.isLetter(whole)) append('?');
            else {
                if (c == '#' || Character.isWhitespace(c)) isTag = c == '#';
                endWord();
                if (isSpeakingSymbol(whole)) symbol(whole);
            }
            return at + Character.charCount(whole);
        }
        return at + 1;
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean startsLink(String text, int at) {
        return text.startsWith("http://", at) || text.startsWith("https://", at) || text.startsWith("www.", at);
    }

    private static int endOfRun(String text, int at) {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) end++;
        return end;
    }

    private void append(char c) {
        boolean stretched = size > 2 && word[size - 1] == c && word[size - 2] == c;
        if (stretched || size > LONGEST_WORD) return;
        word[size++] = c;
    }

    /** Marks, apostrophes, invisible characters, and the star that hides a letter neither end a word nor belong to it. */
    private boolean isInsideWord(char c) {
        if (c == '\'' || c == '\u2019') return true;
        if (c == '*') return size > 1;
        if (c < 0x80) return false;
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.FORMAT;
    }

    /** Emoji, currency, and the signs that shouting and selling are full of. */
    private static boolean isSpeakingSymbol(int c) {
        if (c == '!' || c == '?' || c == '%') return true;
        if (c < 0x80) return false;
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL || type == Character.CURRENCY_SYMBOL || c > 0xFFFF;
    }

    private void link() {
        endApart();
        nameKey = 0;
        emitWord(mix(LINK));
    }

    /** A row of the same sign counts as two at most. */
    private void symbol(int c) {
        endApart();
        nameKey = 0;
        symbolTimes = c == lastSymbol ? symbolTimes + 1 : 1;
        lastSymbol = c;
        if (symbolTimes <= 2) emitWord(mix(c));
    }

    private void endWord() {
        if (size == 1) return;
        boolean isAlone = size == 2 && digits == 0 && apartSize <= LONGEST_WORD;
        if (!isAlone) endApart();
        else if (apartSize == 1) mark(beforeApart);
        mark(beforeWord);
        if (capitals >= SHORTEST_SHOUTED && capitals == size - 1) addShared(mix(SHOUTED));
        if (digits > 0) readDigits();
        if (hasForeign && hasLatin) for (int i = 1; i < size; i++) word[i] = Glyphs.latin(word[i]);
        if (isAlone) apart[apartSize++] = word[1];
        emit(word, size);
        size = 1;
        hasLatin = false;
        hasForeign = false;
        digits = 0;
        capitals = 0;
        lastSymbol = 0;
    }

    /** Digits among letters are letters in disguise, others count as one. */
    private void readDigits() {
        boolean isLeet = letters() >= 2;
        if (!isLeet) addShared(mix(NUMBER + Math.min(digits, LONGEST_NUMBER)));
        int kept = 1;
        for (int i = 1; i < size; i++) {
            char c = word[i];
            if (isDigit(c)) {
                if (isLeet) c = Glyphs.letter(c);
                else if (kept > 1 && word[kept - 1] == Glyphs.DIGIT) continue;
                else c = Glyphs.DIGIT;
            }
            word[kept++] = c;
        }
        size = kept;
    }

    private int letters() {
        int letters = 0;
        for (int i = 1; i < size; i++) if (!isDigit(word[i])) letters++;
        return letters;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void endApart() {
        if (apartSize == 1) return;
        int end = apartSize;
        apartSize = 1;
        int letters = end - 1;
        if (letters < FEWEST_APART) return;
        if (letters >= SURELY_APART) back(beforeApart);
        mark(beforeWord);
        emit(apart, end);
    }

    private void mark(Mark mark) {
        mark.shared = sharedCount;
        mark.family = familyCount;
        mark.meaning = meaningCount;
        mark.previous = previous;
        mark.previousAbout = previousAbout;
    }

    private void back(Mark mark) {
        sharedCount = mark.shared;
        familyCount = mark.family;
        meaningCount = mark.meaning;
        previous = mark.previous;
        previousAbout = mark.previousAbout;
        nameKey = 0;
    }

    /** A word with its grams; padding is put at {@code end}, after its last letter. */
    private void emit(char[] letters, int end) {
        letters[end] = PADDING;
        int hash = 17;
        int stem = 0;
        for (int i = 1; i < end; i++) {
            hash = hash * 0x01000193 ^ letters[i];
            if (i == STEM) stem = mix(hash + STEMMED);
        }
        int whole = mix(hash);
        if (isHearing) heard.add(new Heard(whole, stem));
        emitWord(whole);
        emitGrams(letters, end + 1);
        tell(whole, stem);
        name(whole);
    }

    private void emitGrams(char[] letters, int last) {
        for (int i = 0; i + 4 <= last; i++) {
            int gram = ((letters[i] * 0x2545F491 ^ letters[i + 1]) * 0x2545F491 ^ letters[i + 2]) * 0x2545F491;
            int four = (gram ^ letters[i + 3]) * 0x2545F491;
            addShared(mix(four));
            if (salt != 0 && i + 5 <= last) addFamily(mix((four ^ letters[i + 4]) * 0x2545F491 + salt));
        }
        if (salt == 0) return;
        for (int i = 0; i + 3 <= last; i++) {
            int gram = ((letters[i] * 0x01000193 ^ letters[i + 1]) * 0x01000193 ^ letters[i + 2]) * 0x01000193;
            addFamily(mix(gram + salt));
        }
    }

    private void emitWord(int hash) {
        addShared(hash);
        if (salt != 0) addFamily(mix(hash + salt));
        pair(hash);
    }

    private void pair(int hash) {
        if (previous != 0) {
            int pair = mix(previous * 0x9E3779B1 + hash + PAIR);
            addShared(pair);
            if (salt != 0) addFamily(mix(pair + salt));
        }
        previous = hash;
    }

    /** What a word means, what it is about, and that this stands behind what the known word before it was about. */
    private void tell(int word, int stem) {
        int means = vocabulary.meaning(word);
        if (means == 0 && stem != 0) means = vocabulary.meaning(stem);
        if (means == 0) return;
        addMeaning(mix(means & ~Vocabulary.ABOUT));
        tellAbout(means & Vocabulary.ABOUT);
    }

    private void tellAbout(int about) {
        if (about != ABOUT_GROUPS) addMeaning(mix(ABOUT + about));
        if (previousAbout >= 0) addMeaning(mix(ABOUT + (previousAbout + 1) * (Vocabulary.ABOUT + 1) + about));
        previousAbout = about;
    }

    /** Whether the word ends the name of a group: then the whole name is read as one word. The longest name counts. */
    private void name(int word) {
        int key = Vocabulary.extended(nameKey, word);
        int what = vocabulary.name(key);
        if (what == 0 && nameKey != 0) {
            key = word;
            nameKey = 0;
            what = vocabulary.name(key);
        }
        if (nameKey == 0) beforeName.set(beforeWord);
        if ((what & Vocabulary.IS_WHOLE) != 0) {
            back(beforeName);
            // Alone it says nothing; what stands beside it does.
            pair(mix(GROUP));
            tellAbout(ABOUT_GROUPS);
        }
        nameKey = (what & Vocabulary.BEGINS) == 0 ? 0 : key;
    }

    private void addShared(int hash) {
        if (sharedCount == shared.length) shared = Arrays.copyOf(shared, sharedCount * 2);
        shared[sharedCount++] = hash >>> shift;
    }

    private void addFamily(int hash) {
        if (familyCount == family.length) family = Arrays.copyOf(family, familyCount * 2);
        family[familyCount++] = hash >>> shift;
    }

    private void addMeaning(int hash) {
        if (meaningCount == meaning.length) meaning = Arrays.copyOf(meaning, meaningCount * 2);
        meaning[meaningCount++] = hash >>> shift;
    }

    /** The finaliser of MurmurHash3: every bit of the input moves every bit of the result. */
    static int mix(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }
}
