package io.gatehouse.jobs;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must become true. */
public final class JobAwait {
    private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();
    /** Of the lock of a run that is over; somebody else may have taken it since. */
    private static final long LETS_GO_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(10).toNanos();

    private JobAwait() {}

    /** The run, once it is over and has said what somebody has to look at: its alerts come after its last word. */
    public static JobProgress end(JobDesk desk, String job) {
        until(() -> desk.status(job).orElseThrow().status().isOver());
        long end = System.nanoTime() + LETS_GO_NANOS;
        while (desk.isHeld(job) && System.nanoTime() < end) LockSupport.parkNanos(LOOK_AGAIN_NANOS);
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
