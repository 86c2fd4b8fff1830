package io.gatehouse.service.migration;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for migrations that nobody works on, until it is closed. */
final class MigrationThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationThread.class);
    /** A step under way is waited for; what is not done by then is carried on with at the next start. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    private final Thread thread;
    private volatile boolean closed;

    private MigrationThread(Runnable turn, Duration pause) {
        this.thread = Thread.ofPlatform().daemon().name("migrations").unstarted(() -> run(turn, pause));
    }

    static MigrationThread start(Runnable turn, Duration pause) {
        var started = new MigrationThread(turn, pause);
        started.thread.start();
        return started;
    }

    private void run(Runnable turn, Duration pause) {
        while (!closed) {
            try {
                turn.run();
            } catch (DatabaseUnavailableException | DatabaseBusyException away) {
                LOG.warn("migrations wait for a database: {}", away.getMessage());
            } catch (RuntimeException broken) {
                // A thread that ended would leave people moving for good, silently.
                LOG.error("carrying on with migrations failed and is tried again", broken);
            }
            if (!closed) LockSupport.parkNanos(pause.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSES_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
