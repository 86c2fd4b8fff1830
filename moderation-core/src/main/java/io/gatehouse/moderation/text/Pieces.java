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

    /** The bit that makes a capital of ASCII small; a digit has it. */
    private static final int CASE = 32;

    private static final String VOWELS = "αεηιουωаеиоуыэюяіїє";
    /** A piece of so few letters is joined with any neighbour. */
    private static final int SHORT = 3;

    private static final char[] NO_CHARS = {};

    private final FoldedView plain;
    private final TokenList words;
    /** None where the letters are read from the text. */
    private final char[] chars;

    private final Wanted wanted;
    private final HashedWord whole;
    private final TokenList asked = new TokenList(1);
    private final Cues cues;
    private final FoldWork work;
    private final int[] codePoints;
    /** Two by joined word: the first word in it, and how many there are. */
    private int[] joined = new int[16];

    private int joinedNumbers;
    private int length;
    private int next;

    Pieces(int[] codePoints, FoldedView plain, Cues cues, FoldWork work, Wanted wanted) {
        this.wanted = wanted;
        this.work = work;
        this.codePoints = codePoints;
        this.plain = plain;
        this.cues = cues;
        // A text of ASCII has the letters of its reading, and need not be written down.
        chars = plain.tokens().isPlaced() ? NO_CHARS : plain.chars();
        whole = new HashedWord(wanted.readsLetters() || !plain.tokens().isPlaced());
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
        int kept = 0;
        boolean isNeighbour = false;
        for (int i = 0; i < joinedNumbers; i += 2) {
            hash(joined[i], joined[i + 1]);
            boolean isWanted = whole.isWanted(wanted, asked);
            // One that nobody looks for keeps apart those that it stood between.
            if (!isWanted && !isNeighbour) continue;
            isNeighbour = isWanted;
            joined[kept++] = joined[i];
            joined[kept++] = joined[i + 1];
            whole.addTo(tokens, length, length + whole.length());
            length += whole.length() + 1;
        }
        joinedNumbers = kept;
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
        int end = words.isPlaced() ? words.to(word) : plain.end(words.end(word) - 1);
        return firstOf(word + 1) - end <= MAX_GAP;
    }

    /** The first code point of the word. */
    private int firstOf(int word) {
        return words.isPlaced() ? words.from(word) : plain.start(words.start(word));
    }

    private int lengthOf(int word) {
        return words.end(word) - words.start(word);
    }

    /** An apostrophe before a letter or two makes them the ending of a word, not a piece of the next. */
    private boolean isEnding(int word) {
        int at = firstOf(word);
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
        if (isJoined && hasLetter(first) && hasLetter(second)) join(first, 2);
    }

    private void triple(int first) {
        int letters = 0;
        int pieces = 0;
        boolean lacksVowel = false;
        for (int word = first; word < first + 3; word++) {
            int length = lengthOf(word);
            letters += length;
            // A number is not a piece of a word, but a digit between two of them is one of its letters.
            boolean isReadable = hasLetter(word) || (word == first + 1 && length == 1);
            if (length > MAX_IN_MIDDLE || letters > MAX_LETTERS || !isReadable) return;
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
    private void hash(int first, int count) {
        whole.clear();
        for (int word = first; word < first + count; word++)
            for (int i = begin(word); i < end(word); i++) whole.add(Leet.letterOfDigit(letter(i), false));
    }

    private int begin(int word) {
        return words.isPlaced() ? words.from(word) : words.start(word);
    }

    private int end(int word) {
        return words.isPlaced() ? words.to(word) : words.end(word);
    }

    private char letter(int i) {
        return words.isPlaced() ? (char) (codePoints[i] | CASE) : chars[i];
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
            view.addRun(Leet.letterOfDigit(plain.charAt(i), false), plain.start(i), plain.end(i), plain.run(i));
    }

    private boolean hasLetter(int word) {
        for (int i = begin(word); i < end(word); i++) if (letter(i) < '0' || letter(i) > '9') return true;
        return false;
    }

    private boolean hasVowel(int word) {
        for (int i = begin(word); i < end(word); i++) if (isVowel(letter(i))) return true;
        return false;
    }

    private static boolean isVowel(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u', 'y' -> true;
            default -> c > 127 && VOWELS.indexOf(c) >= 0;
        };
    }
}
