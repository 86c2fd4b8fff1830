package io.gatehouse.jobs;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true. */
public final class JobAwait {
    private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    private JobAwait() {}

    /** The run, once it is over. */
    public static JobProgress end(JobDesk desk, String job) {
        until(() -> desk.status(job).orElseThrow().status().isOver());
        return desk.status(job).orElseThrow();
    }

    public static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("waited in vain");
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
