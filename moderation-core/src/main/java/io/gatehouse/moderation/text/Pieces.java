package io.gatehouse.moderation.text;

import java.util.BitSet;

/**
 * Joins neighbouring words of which one at least is no word that people write, in case one word was cut: "blo rgit". The
 * joined word stands alone, so that only what reaches over the joint is found.
 */
final class Pieces {
    private static final int MAX_LETTERS = 12;
    private static final int MIN_LETTERS = 3;
    private static final int MAX_IN_MIDDLE = 5;
    /** Code points between two pieces. */
    private static final int MAX_GAP = 3;

    private static final String VOWELS = "αεηιουωаеиоуыэюяіїє";
    /** A piece of so few letters is joined with any neighbour. */
    private static final int SHORT = 3;

    private final FoldedView plain;
    private final Cues cues;
    private final FoldWork work;
    private final FoldedView.Builder words = new FoldedView.Builder(32);
    private final BitSet joints = new BitSet();
    private final int[] codePoints;
    private int next;

    Pieces(int[] codePoints, FoldedView plain, Cues cues, FoldWork work) {
        this.work = work;
        this.codePoints = codePoints;
        this.plain = plain;
        this.cues = cues;
    }

    /** The joined words. */
    FoldedView join() {
        for (int i = 0; i < cues.pieceCount() && work.spend(FoldWork.PIECE); i++) {
            next = i;
            if (!isEnding(cues.piece(i))) around(cues.piece(i), i > 0 ? cues.piece(i - 1) : -1);
        }
        return words.build().joinedAt(joints);
    }

    private void around(int start, int pieceBefore) {
        int end = wordEnd(start);
        int before = wordBefore(start);
        int after = wordAfter(end);
        // What began with the piece before was joined with it.
        if (before >= 0 && before != pieceBefore) {
            pair(before, start, end, false);
            if (after >= 0) triple(before, start, after);
        }
        if (after < 0) return;
        pair(start, after, wordEnd(after), isPiece(after));
        int afterNext = wordAfter(wordEnd(after));
        if (afterNext >= 0) triple(start, after, afterNext);
    }

    /** An apostrophe before a letter or two makes them the ending of a word, not a piece of the next. */
    private boolean isEnding(int start) {
        int at = plain.start(start);
        return at > 0 && wordEnd(start) - start <= 2 && Leet.isApostrophe(codePoints[at - 1]);
    }

    private boolean isPiece(int start) {
        for (int i = next; i < cues.pieceCount() && cues.piece(i) <= start; i++)
            if (cues.piece(i) == start) return true;
        return false;
    }

    private void pair(int first, int second, int end, boolean areBothPieces) {
        int letters = end - first - 1;
        if (letters < MIN_LETTERS || letters > MAX_LETTERS) return;
        boolean isFirstPiece = isPiece(first);
        int piece = isFirstPiece ? first : second;
        int other = isFirstPiece ? second : first;
        int length = wordEnd(piece) - piece;
        boolean isJoined = areBothPieces || length <= SHORT || !hasVowel(piece) || wordEnd(other) - other < SHORT;
        if (isJoined && isReadable(first) && isReadable(second)) {
            copy(first);
            joints.set(words.length);
            copy(second);
            words.addSeparator(plain.end(end - 1) - 1, plain.end(end - 1));
        }
    }

    private void triple(int first, int second, int third) {
        int end = wordEnd(third);
        if (end - first - 2 > MAX_LETTERS) return;
        int pieces = 0;
        boolean isShort = true;
        boolean isReadable = true;
        boolean lacksVowel = false;
        for (int start = first; start >= 0 && start <= third; start = wordAfter(wordEnd(start))) {
            if (isPiece(start)) pieces++;
            if (isPiece(start) && !hasVowel(start)) lacksVowel = true;
            isShort &= wordEnd(start) - start <= MAX_IN_MIDDLE;
            isReadable &= isReadable(start);
        }
        if (!isShort || !isReadable || (pieces < 2 && !lacksVowel)) return;
        copy(first);
        joints.set(words.length);
        copy(second);
        joints.set(words.length);
        copy(third);
        words.addSeparator(plain.end(end - 1) - 1, plain.end(end - 1));
    }

    private void copy(int start) {
        for (int i = start; i < wordEnd(start); i++)
            words.addRun(Leet.letterOfDigit(plain.charAt(i), false), plain.start(i), plain.end(i), plain.run(i));
    }

    /** A number is not a piece of a word, but a digit among letters is one of them. */
    private boolean isReadable(int start) {
        int end = wordEnd(start);
        for (int i = start; i < end; i++) if (plain.charAt(i) < '0' || plain.charAt(i) > '9') return true;
        return end - start == 1;
    }

    private boolean hasVowel(int start) {
        for (int i = start; i < plain.length() && plain.charAt(i) != ' '; i++)
            if (isVowel(plain.charAt(i))) return true;
        return false;
    }

    private static boolean isVowel(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u', 'y' -> true;
            default -> c > 127 && VOWELS.indexOf(c) >= 0;
        };
    }

    private int wordEnd(int start) {
        char[] chars = plain.chars();
        int limit = Math.min(plain.length(), start + MAX_LETTERS + 1);
        int i = start;
        while (i < limit && chars[i] != ' ') i++;
        return i;
    }

    /** Where the word after a word's end begins, or -1 when it is too far or too long. */
    private int wordAfter(int end) {
        int start = end + 1;
        if (start >= plain.length() || plain.charAt(end) != ' ') return -1;
        if (plain.start(start) - plain.end(end - 1) > MAX_GAP) return -1;
        return wordEnd(start) - start > MAX_LETTERS ? -1 : start;
    }

    private int wordBefore(int start) {
        int end = start - 1;
        if (end <= 0 || plain.start(start) - plain.end(end - 1) > MAX_GAP) return -1;
        int i = end;
        while (i > 0 && end - i <= MAX_LETTERS && plain.charAt(i - 1) != ' ') i--;
        return end - i > MAX_LETTERS ? -1 : i;
    }
}
