package io.gatehouse.residency.rights;

/** Told of each step's boundaries: for tests that cut an erasure short there. */
@FunctionalInterface
public interface StepWatch {
    StepWatch NONE = (_, _) -> {};

    void at(ErasureStep step, Boundary boundary);

    /** Where in a step. */
    enum Boundary {
        /** Nothing of it was done. */
        BEFORE,
        /** It was done, and that was not yet written down. */
        DONE
    }
}
