package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.CutWord;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.Tokens;
import java.lang.Character.UnicodeScript;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What else may stand where a word was found: an ordinary word that something cuts, of which it is a part, two ordinary words,
 * or a number.
 */
final class Surroundings {
    /** In place of the language of what is no word of a bank. */
    static final long NO_BANK = -1;

    /** Letters of an ordinary word that people cut. */
    private static final int MIN_CUT = 5;

    /** Of an ordinary word that is spelled out. */
    private static final int MIN_SPELLED = 4;
    /** Of an ordinary word with a star that is no letter. */
    private static final int MIN_STARRED = 4;
    /** Of a word that is seldom a part of another. */
    private static final int MIN_LONG = 6;

    /** Small words that are one letter. */
    private static final String SINGLE = "aiu";

    private final FoldedText text;
    private final ListedWords listed;
    private final Supplier<Evidence> evidence;
    private final LongSupplier likely;

    /**
     * @param evidence is asked when it matters
     * @param likely the languages that the text seems to be in, as bits; asked when it matters
     */
    Surroundings(FoldedText text, ListedWords listed, Supplier<Evidence> evidence, LongSupplier likely) {
        this.likely = likely;
        this.evidence = evidence;
        this.text = text;
        this.listed = listed;
    }

    /**
     * Whether they make it no word of a bank.
     *
     * @param isPlain whether it was found in the text as it is written
     * @param own the word's language, as a bit; 0 for none, {@link #NO_BANK} for what is no word of a bank
     * @param family its language and those near to it, as bits
     */
    boolean explain(LiteralIndex.Use use, int start, int end, boolean isPlain, long own, long family) {
        var literal = use.literal();
        if (literal.level() != FoldLevel.FULL) return false;
        if (!isPlain && (text.isNumeral(start, end) || isOfOtherLetters(literal, start, end))) return true;
        if (!isPlain && isWordWithSign(start, end)) return true;
        if (isPlain && isSpelledOtherwise(use, start, end, own, family)) return true;
        var cut = text.cutWord(start, end);
        if (cut != null && isPartOf(cut, literal)) return true;
        var spelled = text.spelledWord(start, end);
        if (spelled != null) return isPartOfSpelled(spelled, literal, isPlain);
        return !isPlain && isOfWords(use, start, end, own);
    }

    /** Whether it is a common word as it is spelled, which no bank has so. */
    private boolean isSpelledOtherwise(LiteralIndex.Use use, int start, int end, long own, long family) {
        var word = ListedWords.normal(text.submitted(start, end));
        long languages = SpelledWords.languagesOf(word);
        if (languages == 0 || listed.isSpelled(word)) return false;
        if (!use.isVariant() && own == 0) return text.isMarked(start);
        long bit = own == 0 ? SmallWords.bit(null) : own;
        if (use.isVariant() && (languages & bit) != 0) return true;
        return (use.isVariant() || (languages & family) == 0) && (likely.getAsLong() & bit) == 0;
    }

    private boolean isPartOf(CutWord cut, Literal literal) {
        var whole = cut.whole();
        if (whole.length() < MIN_CUT || whole.equals(literal.chars()) || listed.hold(whole)) return false;
        // At the end of a line a word that goes on is cut, even if nobody knows it.
        return isWord(whole) || (cut.isBroken() && (isRest(cut.before()) || isRest(cut.after())));
    }

    /** Whether it is an ordinary word, and what stands behind it a star or cries. */
    private boolean isWordWithSign(int start, int end) {
        var submitted = text.submitted(start, end);
        int letters = 0;
        while (letters < submitted.length() && Character.isLetter(submitted.charAt(letters))) letters++;
        var signs = submitted.substring(letters);
        boolean isCry =
                signs.length() > 1 && signs.indexOf('!') >= 0 && signs.chars().allMatch(c -> "!1?".indexOf(c) >= 0);
        if (letters < MIN_STARRED || !(isCry || signs.equals("*"))) return false;
        return isWord(FoldedText.of(submitted.substring(0, letters))
                .plain()
                .toString()
                .strip());
    }

    /** Whether it is a word in letters of another alphabet, as people write it there, that only looks like the other. */
    private boolean isOfOtherLetters(Literal literal, int start, int end) {
        if (!isLatin(literal.chars().charAt(0))) return false;
        var submitted = text.submitted(start, end);
        boolean isOther = submitted.codePoints().allMatch(c -> Character.isLetter(c) && !isLatin(c));
        if (!isOther) return false;
        var word = FoldedText.of(submitted).plain().toString().strip();
        return !word.equals(literal.chars()) && isWord(word);
    }

    private static boolean isLatin(int c) {
        return UnicodeScript.of(c) == UnicodeScript.LATIN;
    }

    private static boolean isRest(String letters) {
        return letters.length() > 1 && !isWord(letters);
    }

    private boolean isPartOfSpelled(CutWord spelled, Literal literal, boolean isPlain) {
        if (spelled.before().isEmpty() && spelled.after().isEmpty()) return false;
        var whole = spelled.whole();
        boolean isLonger = !whole.equals(literal.chars()) && whole.length() >= (isPlain ? MIN_LONG : MIN_SPELLED);
        if (isLonger && isWord(whole) && !listed.hold(whole)) return true;
        if (isPlain) return false;
        boolean isLong = literal.chars().length() >= MIN_LONG;
        return !isCompany(spelled.before(), isLong) || !isCompany(spelled.after(), isLong);
    }

    /** Whether it is what people spell out together with a word that is meant. */
    private boolean isCompany(String letters, boolean ofLong) {
        return isMadeOfSmallWords(letters) || (ofLong && letters.length() >= MIN_CUT && isWord(letters));
    }

    private boolean isMadeOfSmallWords(String letters) {
        var reached = new boolean[letters.length() + 1];
        reached[0] = true;
        for (int i = 0; i < letters.length(); i++)
            for (int k = i + 1; reached[i] && k <= letters.length(); k++)
                reached[k] |= isSmall(letters.substring(i, k));
        return reached[letters.length()];
    }

    private boolean isSmall(String letters) {
        return letters.length() == 1
                ? SINGLE.contains(letters)
                : SmallWords.hold(stateOf(letters)) || listed.hold(letters);
    }

    /** Whether several ordinary words stand there, and to take them for one is one guess too many. */
    private boolean isOfWords(LiteralIndex.Use use, int start, int end, long own) {
        if (!use.isVariant() && own <= 0) return false;
        var parts = text.submitted(start, end).split("[ -]", -1);
        if (parts.length < 2) return false;
        boolean areWords = true;
        long common = -1L;
        var states = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].codePoints().allMatch(Character::isLetter)) return false;
            var word = FoldedText.of(parts[i]).plain().toString().strip();
            states[i] = stateOf(word);
            areWords &= word.length() > 1 && (isWord(word) || SmallWords.hold(states[i]));
            common &= CommonWords.languagesOf(states[i]);
        }
        if (use.isVariant() && areWords && common != 0) return true;
        // In the language that the others are of they are what they are.
        return common != 0 && own > 0 && (common & evidence.get().likelier(own, states)) != 0;
    }

    private static boolean isWord(String letters) {
        return OrdinaryWords.hold(letters) || CommonWords.hold(stateOf(letters));
    }

    private static long stateOf(String letters) {
        return Tokens.state(letters.toCharArray(), 0, letters.length());
    }
}
