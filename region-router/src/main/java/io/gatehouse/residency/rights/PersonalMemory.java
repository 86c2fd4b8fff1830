package io.gatehouse.residency.rights;

import io.gatehouse.residency.directory.AccountRef;

/** Something outside tables and object stores that may remember a person: a cache, a store of counters, an index. */
public interface PersonalMemory {
    /** What it is, in words for a certificate. */
    String name();

    /** Whether it counts what was seen lately (forgotten before keys are destroyed), or only saves reading twice. */
    boolean isCounter();

    /** @throws RuntimeException when it cannot be reached; a retry is safe */
    void forget(AccountRef account);

    /**
     * Removes for good what forgetting only hid; called when the person's rows are gone, and may take long.
     *
     * @throws RuntimeException when it could not be done yet; a retry is safe
     */
    default void purge(AccountRef account) {}

    /** @throws RuntimeException when it cannot be reached; a retry is safe */
    boolean remembers(AccountRef account);
}
