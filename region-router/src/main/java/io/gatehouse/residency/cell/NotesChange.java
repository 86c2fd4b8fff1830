package io.gatehouse.residency.cell;

/**
 * A change of what is noted about a person, made in the transaction of the decision that causes it: so it happens once,
 * however often the write is repeated, and never without the decision.
 */
@FunctionalInterface
public interface NotesChange {
    /**
     * Pure, and may be asked again for another attempt.
     *
     * @param before empty when nothing was noted
     * @return what is noted from now on; empty for nothing
     */
    byte[] apply(byte[] before);
}
