package io.gatehouse.moderation.text;

/**
 * What reading one text otherwise than plainly may cost. Counted, never timed: the same text is cut at the same place
 * everywhere. A unit takes one to two nanoseconds; {@code bench rules --worst} prints what it takes.
 */
final class FoldWork implements Wanted.Budget {
    /** Units for one text. No text of fewer than 1,300 code points needs as many. */
    static final int MOST = 800_000;

    /** To find out whether a code point of a suspect word is a disguise. */
    static final int LOOK = 10;
    /** To begin with a suspect word, or one way of reading it. */
    static final int WORD = 30;
    /** To read a code point of a suspect word in one way. */
    static final int READ = 12;
    /** To copy a character that is not suspect. */
    static final int COPY = 2;
    /** Kept for whoever matches a whole reading, a character: what cannot be matched need not be read. */
    static final int MATCHED = 9;
    /** To look for letters in a row at one character, and to join one. */
    static final int JOIN = 3;
    /** To try a short word with its neighbours. */
    static final int PIECE = 320;
    /** To see that a code point begins no escape. */
    static final int SEEN = 1;
    /** To read escapes in a text that has any, a code point. */
    static final int ESCAPE = 6;
    /** To fold a code point of what the escapes say. */
    static final int PLAIN = 12;

    private final int most;
    private int spent;
    private boolean isCut;

    FoldWork(int most) {
        this.most = most;
    }

    /** Whether so many units were left; if not, nothing is taken, and the text counts as cut. */
    @Override
    public boolean spend(int units) {
        boolean isAffordable = has(units);
        if (isAffordable) spent += units;
        else isCut = true;
        return isAffordable;
    }

    /** Whether so many units are left. */
    boolean has(int units) {
        return units <= most - spent;
    }

    /** Notes that something was left unread. */
    void cut() {
        isCut = true;
    }

    int spent() {
        return spent;
    }

    boolean isCut() {
        return isCut;
    }
}
