package io.gatehouse.residency.cell;

/** What may happen to an account in this cell. */
public enum AccountState {
    /** At home here: reads and writes. */
    ACTIVE,
    /** Being moved to another region: reads only. */
    MOVING,
    /** At home elsewhere: nothing is left here but the fact. */
    MOVED,
    /** Being erased: no writes, and nothing is shown any more. */
    ERASING,
    /** Erased: its key is destroyed. */
    ERASED
}
