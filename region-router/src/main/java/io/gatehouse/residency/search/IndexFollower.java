package io.gatehouse.residency.search;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets one index follow its cell, on a thread of its own, and gives way to screening. */
public final class IndexFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

    /** How long what was stored may wait to be found. One question by primary key each time. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    /** What a crash makes it take in again. */
    private static final Duration COMMITS_EVERY = Duration.ofSeconds(10);

    /** Words of contents that were removed, or moved away, lie hidden in files for no longer. */
    private static final Duration PURGES_EVERY = Duration.ofHours(1);

    /** While people are screened, of each second a fifth. */
    private static final int RESTS = 4;

    /** A turn that waits for a broken disk does not end sooner. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

    private final String name;
    private final CellIndex index;
    private final BooleanSupplier isScreening;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean isDirty;
    private long committed = System.nanoTime();
    private long purged = committed;
    private volatile boolean isFailing;

    /** @param isScreening whether there is work that should go first */
    public IndexFollower(String name, CellIndex index, BooleanSupplier isScreening) {
        this.name = name;
        this.index = index;
        this.isScreening = isScreening;
        this.thread = Thread.ofPlatform().name("index-" + name).daemon().start(this::run);
    }

    private void run() {
        try {
            long pause = 0;
            while (!closing.await(pause, TimeUnit.NANOSECONDS)) pause = turn();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return nanoseconds until the next */
    private long turn() {
        try {
            long begin = System.nanoTime();
            boolean isMore = index.follow(CellIndex.PAGE);
            if (isMore) {
                // A segment a second for nobody is a tenth of what a busy service does (measured); the first search
                // makes its own.
                if (index.isLookedAfter()) index.refresh();
                isDirty = true;
            }
            if (isDirty && isOver(committed, COMMITS_EVERY)) {
                index.commit();
                committed = System.nanoTime();
                isDirty = false;
            }
            if (isOver(purged, PURGES_EVERY)) {
                index.purgeRemoved();
                purged = System.nanoTime();
            }
            if (isFailing) LOG.info("the index of {} follows again", name);
            isFailing = false;
            if (!isMore) return LOOKS_EVERY.toNanos();
            return isScreening.getAsBoolean() ? RESTS * (System.nanoTime() - begin) : 0;
        } catch (DatabaseUnavailableException away) {
            // The cell's own health is watched elsewhere.
            return LOOKS_EVERY.toNanos();
        } catch (RuntimeException broken) {
            // Only the kind is told: a message could quote what was read.
            if (!isFailing)
                LOG.error(
                        "the index of {} does not follow: {}",
                        name,
                        broken.getClass().getName());
            isFailing = true;
            return COMMITS_EVERY.toNanos();
        }
    }

    private static boolean isOver(long since, Duration time) {
        return System.nanoTime() - since > time.toNanos();
    }

    /** Whether the index does not follow for another reason than that its cell is away. */
    public boolean isFailing() {
        return isFailing;
    }

    /** Ends the thread; the index stays open. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(STOPS_WITHIN)) LOG.warn("the index of {} did not stop within {}", name, STOPS_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
