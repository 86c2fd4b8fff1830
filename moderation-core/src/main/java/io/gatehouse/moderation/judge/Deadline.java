package io.gatehouse.moderation.judge;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long observing may take. A signal that was not begun in time is recorded as failed, so that replay can omit it too. */
@FunctionalInterface
public interface Deadline {
    Deadline NONE = () -> false;

    boolean hasPassed();

    /** Counted from now, on the monotonic clock. */
    static Deadline in(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        BooleanSupplier passed = () -> System.nanoTime() - end >= 0;
        return passed::getAsBoolean;
    }
}
