package io.gatehouse.moderation.match;

/** Is told where something holds in one reading of a text. */
public interface SpanSink {
    /**
     * @param start index in the view, inclusive
     * @param end index in the view, exclusive; greater than the start. Both are rounded to whole submitted code points
     */
    void found(int start, int end);

    /**
     * Pays for work beyond one look at each character.
     *
     * @return whether there is work left in the message's budget; if not, the caller returns at once: the answer will be
     *     degraded, and what was found so far is kept
     */
    boolean spend(int units);
}
