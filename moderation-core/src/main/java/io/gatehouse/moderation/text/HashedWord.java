package io.gatehouse.moderation.text;

/** A word that is hashed as its letters come, each stretch of a letter as one. Used again for every word. */
final class HashedWord {
    /** The longest word that fits. */
    static final int MOST = 48;

    private static final char[] NONE = {};

    /** With room for one before the first; none where nobody asks for letters. */
    private final char[] letters;

    private int length;
    private char first;
    private char last;
    private boolean isAscii;
    private long state;
    private long head;
    /** As the head, but for one letter. */
    private long neck;

    /** @param keepsLetters whether they are asked for, or some are no ASCII */
    HashedWord(boolean keepsLetters) {
        letters = keepsLetters ? new char[MOST + 1] : NONE;
    }

    void clear() {
        length = 0;
        last = 0;
        isAscii = true;
        state = 0;
        head = 0;
        neck = 0;
    }

    void copy(HashedWord other) {
        length = other.length;
        first = other.first;
        last = other.last;
        isAscii = other.isAscii;
        state = other.state;
        head = other.head;
        neck = other.neck;
        if (letters.length > 0) System.arraycopy(other.letters, 1, letters, 1, length);
    }

    void add(char letter) {
        if (letter == last) return;
        last = letter;
        isAscii &= letter < 128;
        if (length == 0) first = letter;
        state = Tokens.state(state, letter);
        if (++length <= TokenList.BEGINNING) head = state;
        if (length < TokenList.BEGINNING) neck = state;
        if (letters.length > 0) letters[length] = letter;
    }

    /** Adds it to a list as a token at [start, end). */
    void addTo(TokenList list, int start, int end) {
        list.add(start, end, state, head);
    }

    int length() {
        return length;
    }

    /** Nothing was added to it. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Whether the word may be looked for, or be part of it; the list is used to ask. */
    boolean isWanted(Wanted wanted, TokenList list) {
        list.clear(letters, isAscii);
        list.add(1, length + 1, state, head);
        return wanted.mayHold(list, 0);
    }

    /** As {@link #isWanted}, for the word with one more letter before it. */
    boolean isWantedBehind(char before, Wanted wanted, TokenList list) {
        if (before == first) return isWanted(wanted, list);
        if (letters.length > 0) letters[0] = before;
        list.clear(letters, isAscii);
        int beginning = Math.min(length, TokenList.BEGINNING - 1);
        list.add(0, length + 1, Tokens.joined(before, state, length), Tokens.joined(before, neck, beginning));
        return wanted.mayHold(list, 0);
    }
}
