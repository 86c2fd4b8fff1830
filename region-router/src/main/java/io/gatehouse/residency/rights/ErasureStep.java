package io.gatehouse.residency.rights;

/**
 * The steps of an erasure, in order. Each may be repeated, and each is taken again when it was cut short; the account was
 * closed before the first of them.
 */
public enum ErasureStep {
    /** Closes the account in every other cell, counts what there is, writes down which objects there are. */
    TAKE_STOCK,
    /** Writes the ledger outside the databases: from here on no backup brings the person back. */
    WRITE_LEDGER,
    DELETE_OBJECTS,
    DELETE_ROWS,
    /** What search indexes hid since the account was closed leaves their files. */
    PURGE_INDEXES,
    /** Counters of what was seen lately. */
    FORGET_COUNTERS,
    /** Whatever copy is left anywhere can no longer be read. */
    DESTROY_KEYS,
    LEAVE_DIRECTORY,
    /** What this process remembers. */
    FORGET_CACHES,
    /** Looks again, everywhere. Whatever is found sends the erasure back to the first step. */
    PROVE,
    CERTIFY
}
