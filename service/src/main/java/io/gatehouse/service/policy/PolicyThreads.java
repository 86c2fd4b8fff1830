package io.gatehouse.service.policy;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what has to be looked at again and again, each in a thread of its own, until it is closed. */
final class PolicyThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyThreads.class);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    void every(Duration pause, String name, Runnable turn) {
        threads.add(Thread.ofPlatform().daemon().name("policy-" + name).start(() -> {
            boolean isAway = false;
            while (!closed) {
                LockSupport.parkNanos(pause.toNanos());
                if (closed) return;
                try {
                    turn.run();
                    isAway = false;
                } catch (DatabaseUnavailableException | DatabaseBusyException away) {
                    // What runs goes on until the database is back; one line for the whole time.
                    if (!isAway) LOG.warn("policy {} waits for a database: {}", name, away.getMessage());
                    isAway = true;
                } catch (RuntimeException broken) {
                    // A thread that ended would leave this node behind for good, silently.
                    LOG.error("policy {} failed and goes on", name, broken);
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                }
            }
        }));
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(LockSupport::unpark);
        long end = System.nanoTime() + CLOSES_WITHIN.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
