package io.gatehouse.moderation.text;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Joins neighbouring words of which one at least is no word that people write, in case one word was cut: "blo rgit". The
 * joined word stands alone, so that only what reaches over the joint is found.
 */
final class Pieces implements Unread {
    private static final int MAX_LETTERS = 12;
    private static final int MIN_LETTERS = 3;
    private static final int MAX_IN_MIDDLE = 5;
    /** Code points between two pieces. */
    private static final int MAX_GAP = 3;

    private static final String VOWELS = "αεηιουωаеиоуыэюяіїє";
    /** A piece of so few letters is joined with any neighbour. */
    private static final int SHORT = 3;

    private final FoldedView plain;
    private final TokenList words;
    private final char[] chars;
    private final Cues cues;
    private final FoldWork work;
    private final int[] codePoints;
    /** Two by joined word: the first word in it, and how many there are. */
    private int[] joined = new int[16];

    private int joinedNumbers;
    private int length;
    private int next;

    Pieces(int[] codePoints, FoldedView plain, Cues cues, FoldWork work) {
        this.work = work;
        this.codePoints = codePoints;
        this.plain = plain;
        this.cues = cues;
        chars = plain.chars();
        words = plain.tokens().isAscii() ? plain.tokens() : TokenList.apart(chars, plain.length());
    }

    /** The joined words. */
    FoldedView join() {
        int word = 0;
        int before = -1;
        for (int i = 0; i < cues.pieceCount() && work.spend(FoldWork.PIECE); i++) {
            next = i;
            while (word < words.count() && words.start(word) < cues.piece(i)) word++;
            if (word == words.count()) break;
            if (!isEnding(word)) around(word, before);
            before = word;
        }
        var tokens = new TokenList(joinedNumbers / 2);
        for (int i = 0; i < joinedNumbers; i += 2) add(joined[i], joined[i + 1], tokens);
        return words.isAscii() ? new FoldedView(this, tokens, length) : write();
    }

    private void around(int word, int pieceBefore) {
        boolean hasBefore = word > 0 && isNear(word - 1) && lengthOf(word - 1) <= MAX_LETTERS;
        boolean hasAfter = hasAfter(word);
        // What began with the piece before was joined with it.
        if (hasBefore && word - 1 != pieceBefore) {
            pair(word - 1, false);
            if (hasAfter) triple(word - 1);
        }
        if (!hasAfter) return;
        pair(word, isPiece(word + 1));
        if (hasAfter(word + 1)) triple(word);
    }

    /** Whether a word stands so near behind this one, and is so short, that both may be one. */
    private boolean hasAfter(int word) {
        return word + 1 < words.count() && isNear(word) && lengthOf(word + 1) <= MAX_LETTERS;
    }

    private boolean isNear(int word) {
        return plain.start(words.start(word + 1)) - plain.end(words.end(word) - 1) <= MAX_GAP;
    }

    private int lengthOf(int word) {
        return words.end(word) - words.start(word);
    }

    /** An apostrophe before a letter or two makes them the ending of a word, not a piece of the next. */
    private boolean isEnding(int word) {
        int at = plain.start(words.start(word));
        return at > 0 && lengthOf(word) <= 2 && Leet.isApostrophe(codePoints[at - 1]);
    }

    private boolean isPiece(int word) {
        int start = words.start(word);
        for (int i = next; i < cues.pieceCount() && cues.piece(i) <= start; i++)
            if (cues.piece(i) == start) return true;
        return false;
    }

    private void pair(int first, boolean areBothPieces) {
        int second = first + 1;
        int letters = lengthOf(first) + lengthOf(second);
        if (letters < MIN_LETTERS || letters > MAX_LETTERS) return;
        boolean isFirstPiece = isPiece(first);
        int piece = isFirstPiece ? first : second;
        int other = isFirstPiece ? second : first;
        boolean isJoined = areBothPieces || lengthOf(piece) <= SHORT || !hasVowel(piece) || lengthOf(other) < SHORT;
        if (isJoined && isReadable(first) && isReadable(second)) join(first, 2);
    }

    private void triple(int first) {
        int letters = 0;
        int pieces = 0;
        boolean lacksVowel = false;
        for (int word = first; word < first + 3; word++) {
            int length = lengthOf(word);
            letters += length;
            if (length > MAX_IN_MIDDLE || letters > MAX_LETTERS || !isReadable(word)) return;
            if (!isPiece(word)) continue;
            pieces++;
            lacksVowel |= !hasVowel(word);
        }
        if (pieces > 1 || lacksVowel) join(first, 3);
    }

    private void join(int first, int count) {
        if (joinedNumbers == joined.length) joined = Arrays.copyOf(joined, joinedNumbers * 2);
        joined[joinedNumbers++] = first;
        joined[joinedNumbers++] = count;
    }

    /** Hashes a joined word as it would be read. */
    private void add(int first, int count, TokenList tokens) {
        int start = length;
        long state = 0;
        long head = 0;
        char last = 0;
        for (int word = first; word < first + count; word++)
            for (int i = words.start(word); i < words.end(word); i++) {
                char c = Leet.letterOfDigit(chars[i], false);
                if (c == last) continue;
                last = c;
                state = Tokens.state(state, c);
                if (length++ < start + TokenList.BEGINNING) head = state;
            }
        tokens.add(start, length++, state, head);
    }

    @Override
    public FoldedView write() {
        var view = new FoldedView.Builder(length + 1);
        var joints = new BitSet();
        for (int i = 0; i < joinedNumbers; i += 2) {
            int last = joined[i] + joined[i + 1] - 1;
            for (int word = joined[i]; word <= last; word++) {
                if (word > joined[i]) joints.set(view.length);
                copy(word, view);
            }
            int end = plain.end(words.end(last) - 1);
            view.addSeparator(end - 1, end);
        }
        return view.build().joinedAt(joints);
    }

    private void copy(int word, FoldedView.Builder view) {
        for (int i = words.start(word); i < words.end(word); i++)
            view.addRun(Leet.letterOfDigit(chars[i], false), plain.start(i), plain.end(i), plain.run(i));
    }

    /** A number is not a piece of a word, but a digit among letters is one of them. */
    private boolean isReadable(int word) {
        for (int i = words.start(word); i < words.end(word); i++) if (chars[i] < '0' || chars[i] > '9') return true;
        return lengthOf(word) == 1;
    }

    private boolean hasVowel(int word) {
        for (int i = words.start(word); i < words.end(word); i++) if (isVowel(chars[i])) return true;
        return false;
    }

    private static boolean isVowel(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u', 'y' -> true;
            default -> c > 127 && VOWELS.indexOf(c) >= 0;
        };
    }
}
