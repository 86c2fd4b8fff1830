package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The literals of one fold level, by hashes of what a text must hold for one of them to occur: its only word, two
 * neighbouring words of it, or its beginning. Almost every word of a text is turned away by a filter that fits a cache.
 * Literals that may begin inside a word have no such edge; they are in an automaton. Immutable.
 */
final class LiteralIndex {
    /**
     * What a literal is looked for.
     *
     * @param target number of what it stands for
     * @param required {@link Tokens#key} of a token without which it is in vain, or NO_KEY
     * @param isVariant whether it is no word itself, and so nothing that a masked one stands for
     * @param isMisspelt whether it is a misspelling, and so disguised however plainly it is written
     */
    record Use(Literal literal, int target, long required, boolean isVariant, boolean isMisspelt) {}

    static final long NO_KEY = 0;
    private static final KeyTable.Key NOT_KEPT = new KeyTable.Key(NO_KEY, KeyTable.Kind.NONE, 0);

    static final int NONE = -1;
    private static final char[] NO_LETTERS = {};
    private static final int ALPHABET_BITS = 7;
    private static final int LETTERS_PER_WORD = 8;
    /** Shorter words that no dictionary has are abbreviations and numbers, which are common. */
    private static final int MIN_RARE = 4;

    /** Beginnings are told apart by so many characters, or by the next fewer that they have: each length is one more try. */
    private static final int[] BEGINNINGS = {TokenList.BEGINNING, 4, 3, 2, 1};

    static final int MAX_BEGINNING = TokenList.BEGINNING;

    private final Use[] uses;
    /** By use: where in its literal the characters of its key begin. */
    private final int[] keyStarts;

    private final KeyTable keys;
    private int longest;

    private final @Nullable LiteralAutomaton automaton;
    /** By the automaton's string. */
    private final int[][] automatonUses;
    /** At full folding, where letters may be masked: the uses whose literal has no space, by its characters. */
    private final int[] dictionary;
    /** Of the words of the dictionary. */
    private final KeySet wholeWords;
    /** By place of a word's key there: the first of the dictionary that is hashed so. */
    private final int[] firstPlaces;
    /** Of the beginnings of the words of the dictionary by their {@link #ending}. */
    private final KeyFilter dictionaryFilter;
    /** Of the beginnings of its open-ended words. */
    private final KeyFilter openFilter;
    /** What is left of its words where some of their letters in a row are hidden. */
    private final WordFrames frames;

    private final boolean hasOpenEnds;
    /** The letters of the dictionary by half-block of Unicode: those of an alphabet mostly share one. */
    private final char[] @Nullable [] alphabets = new char[1 << Character.SIZE - ALPHABET_BITS][];

    LiteralIndex(List<Use> all) {
        uses = all.toArray(Use[]::new);
        keyStarts = new int[uses.length];
        var found = new ArrayList<KeyTable.Key>(uses.length);
        var inside = new TreeMap<String, List<Integer>>();
        for (int use = 0; use < uses.length; use++) {
            var literal = uses[use].literal();
            longest = Math.max(longest, Tokens.count(literal.chars()));
            if (literal.isOpenStart())
                inside.computeIfAbsent(literal.chars(), _ -> new ArrayList<>(1)).add(use);
            found.add(literal.isOpenStart() ? NOT_KEPT : keyOf(use, literal));
        }
        keys = new KeyTable(found, all);
        automaton = inside.isEmpty() ? null : LiteralAutomaton.of(inside.keySet());
        automatonUses = inside.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        dictionary = IntStream.range(0, uses.length)
                .filter(use -> uses[use].literal().level() == FoldLevel.FULL)
                .filter(use -> uses[use].literal().chars().indexOf(' ') < 0 && !uses[use].isVariant())
                .boxed()
                .sorted(Comparator.comparing(use -> uses[use].literal().chars()))
                .mapToInt(Integer::intValue)
                .toArray();
        wholeWords = new KeySet(dictionary.length);
        dictionaryFilter = filterOf(dictionary);
        firstPlaces = firstPlaces();
        int[] open = IntStream.of(dictionary)
                .filter(use -> uses[use].literal().isOpenEnd())
                .toArray();
        hasOpenEnds = open.length > 0;
        openFilter = openFilterOf(open);
        frames = new WordFrames(IntStream.of(dictionary)
                .mapToObj(use -> uses[use].literal().chars())
                .toList());
    }

    private KeyFilter filterOf(int[] words) {
        int characters = 0;
        var letters = new BitSet();
        for (int use : words) characters += uses[use].literal().chars().length();
        var keys = new KeyFilter(characters);
        for (int use : words) {
            var chars = uses[use].literal().chars();
            long ending = ending(chars.charAt(chars.length() - 1), chars.length());
            long state = 0;
            for (int i = 0; i < chars.length(); i++) {
                letters.set(chars.charAt(i));
                state = Tokens.state(state, chars.charAt(i));
                keys.add(Tokens.beginningKey(state ^ ending));
            }
            wholeWords.add(Tokens.key(state));
        }
        letters.stream()
                .boxed()
                .collect(Collectors.groupingBy(letter -> letter >> ALPHABET_BITS))
                .forEach((alphabet, of) -> alphabets[alphabet] = of.stream()
                        .map(Character::toString)
                        .collect(Collectors.joining())
                        .toCharArray());
        return keys;
    }

    private int[] firstPlaces() {
        var places = new int[wholeWords.places()];
        for (int place = dictionary.length - 1; place >= 0; place--)
            places[wholeWords.place(inDictionary(place).literal().key())] = place;
        return places;
    }

    private KeyFilter openFilterOf(int[] words) {
        var keys = new KeyFilter(words.length * LETTERS_PER_WORD);
        for (int use : words) {
            long state = 0;
            var chars = uses[use].literal().chars();
            for (int i = 0; i < chars.length(); i++) {
                state = Tokens.state(state, chars.charAt(i));
                keys.add(Tokens.beginningKey(state));
            }
        }
        return keys;
    }

    /** Also notes where in the literal the characters of the key begin. */
    private KeyTable.Key keyOf(int use, Literal literal) {
        char[] chars = literal.chars().toCharArray();
        var tokens = new ArrayList<int[]>();
        for (int i = Tokens.skipSpaces(chars, 0, chars.length); i < chars.length; ) {
            int end = Tokens.endOf(chars, i, chars.length);
            tokens.add(new int[] {i, end});
            i = Tokens.skipSpaces(chars, end, chars.length);
        }
        int last = tokens.size() - 1;
        // What may go on is no token of the text, unless it ends in a character that stands for itself anyway.
        int closed = literal.isOpenEnd() && Tokens.joins(chars, tokens.get(last)[0], chars.length) ? last : last + 1;
        int rare = closed == 1 ? 0 : rarest(chars, tokens, closed);
        if (rare >= 0) {
            var token = tokens.get(rare);
            keyStarts[use] = token[0];
            long state = state(chars, token);
            boolean isDoubled = literal.isDoubled(token[0], token[1]);
            return new KeyTable.Key(isDoubled ? Tokens.doubledKey(state) : Tokens.key(state), KeyTable.Kind.WORD, 0);
        }
        if (closed >= 2) {
            int pair = longestPair(tokens, closed);
            keyStarts[use] = tokens.get(pair)[0];
            long key = Tokens.pairKey(state(chars, tokens.get(pair)), state(chars, tokens.get(pair + 1)));
            return new KeyTable.Key(key, KeyTable.Kind.PAIR, 0);
        }
        int from = tokens.getFirst()[0];
        keyStarts[use] = from;
        int length = beginningLength(chars, tokens.getFirst());
        long key = Tokens.beginningKey(Tokens.state(chars, from, from + length));
        return new KeyTable.Key(key, KeyTable.Kind.BEGINNING, length);
    }

    private static int beginningLength(char[] chars, int[] token) {
        for (int length : BEGINNINGS)
            if (length <= token[1] - token[0] && !Tokens.isPairAt(chars, token[0] + length - 1, token[1]))
                return length;
        return token[1] - token[0];
    }

    private static long state(char[] chars, int[] token) {
        return Tokens.state(chars, token[0], token[1]);
    }

    /** Its only word that nobody writes every day, or -1: one word is less to look for than two. */
    private static int rarest(char[] chars, List<int[]> tokens, int count) {
        int only = -1;
        for (int i = 0; i < count; i++) {
            int start = tokens.get(i)[0];
            int length = tokens.get(i)[1] - start;
            if (length < MIN_RARE || OrdinaryWords.hold(new String(chars, start, length))) continue;
            if (only >= 0) return -1;
            only = i;
        }
        return only;
    }

    /** The longest neighbours are the rarest guess that costs nothing to make. */
    private static int longestPair(List<int[]> tokens, int count) {
        int best = 0;
        int longest = 0;
        for (int i = 0; i + 1 < count; i++) {
            int length = tokens.get(i)[1] - tokens.get(i)[0] + tokens.get(i + 1)[1] - tokens.get(i + 1)[0];
            if (length <= longest) continue;
            longest = length;
            best = i;
        }
        return best;
    }

    /** Finds the uses by what a text holds. */
    KeyTable keys() {
        return keys;
    }

    /** Tokens of the literal that has most. */
    int longest() {
        return longest;
    }

    boolean isEmpty() {
        return uses.length == 0;
    }

    /** All of them. */
    List<Use> uses() {
        return List.of(uses);
    }

    Use use(int use) {
        return uses[use];
    }

    int keyStart(int use) {
        return keyStarts[use];
    }

    /** Finds the literals that may begin inside a word; null when there are none. */
    @Nullable
    LiteralAutomaton automaton() {
        return automaton;
    }

    int[] usesOf(int automatonString) {
        return automatonUses[automatonString];
    }

    /** Whether a word of the dictionary with this {@link #ending} seems to begin with what was hashed. */
    boolean mayBeginWord(long state, long ending) {
        return dictionaryFilter.mayHold(Tokens.beginningKey(state ^ ending));
    }

    /** Whether an open-ended word of the dictionary seems to begin with what was hashed. */
    boolean mayBeginOpen(long state) {
        return openFilter.mayHold(Tokens.beginningKey(state));
    }

    /** What is left of its words where some of their letters in a row are hidden. */
    WordFrames frames() {
        return frames;
    }

    boolean hasOpenEnds() {
        return hasOpenEnds;
    }

    /** A hash of how a word of the dictionary ends. */
    static long ending(char last, int length) {
        return Tokens.key(((long) last << 32 | length) + 1);
    }

    /** Whether what was hashed is a word of the dictionary, or hashed alike. */
    boolean mayBeWord(long state) {
        return wholeWords.holds(Tokens.key(state));
    }

    /** The letters in words of the dictionary that belong to the same alphabet as this one, roughly. */
    char[] alphabetOf(char letter) {
        var alphabet = alphabets[letter >> ALPHABET_BITS];
        return alphabet == null ? NO_LETTERS : alphabet;
    }

    int dictionarySize() {
        return dictionary.length;
    }

    /**
     * The first place of the dictionary, which is in ascending order of characters, with the word; any other where it has none.
     *
     * @param state of hashing the word
     */
    int placeInDictionary(String word, long state) {
        int known = wholeWords.place(Tokens.key(state));
        if (known < 0) return dictionary.length;
        int place = firstPlaces[known];
        // Two long words may be hashed alike.
        return inDictionary(place).literal().chars().equals(word) ? place : search(word);
    }

    private int search(String word) {
        int low = 0;
        int high = dictionary.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inDictionary(middle).literal().chars().compareTo(word) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    Use inDictionary(int place) {
        return uses[dictionary[place]];
    }
}
