package io.gatehouse.residency.store;

import java.time.Instant;
import java.util.Optional;

/** Locks that the store itself enforces on single objects, also against Gatehouse. Thread-safe. */
public interface ObjectLocks {
    /** Who may shorten a retention. */
    enum Mode {
        /** Whoever has a special permission of the store. */
        GOVERNANCE,
        /** Nobody at all. */
        COMPLIANCE
    }

    /** @param until by the store's clock */
    record Retention(Mode mode, Instant until) {}

    /** Keeps the object until then. A retention in force can be made longer, never shorter. */
    void retain(ObjectKey key, Retention retention);

    Optional<Retention> retention(ObjectKey key);

    /** Keeps the object until {@link #release}, whatever its retention. */
    void hold(ObjectKey key);

    void release(ObjectKey key);

    boolean isHeld(ObjectKey key);
}
