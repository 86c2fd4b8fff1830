package io.gatehouse.moderation.signal;

/** A way of observing that could not be asked. Never "nothing found": the surface's {@code on_failure} decides. */
public record FailedSignal(String signal, String reason) {
    /** There was no time left to ask it. */
    public static final String DEADLINE = "deadline";

    /** How a reason begins where asking broke down. */
    public static final String FAILED = "failed: ";

    /** How a reason begins where something that is asked elsewhere did not answer. */
    public static final String UNAVAILABLE = "unavailable";

    /** Whether the same content may well be seen whole a moment later. */
    public boolean mayPass() {
        return reason.equals(DEADLINE) || reason.startsWith(FAILED) || reason.startsWith(UNAVAILABLE);
    }
}
