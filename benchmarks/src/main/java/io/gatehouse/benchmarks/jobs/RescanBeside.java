package io.gatehouse.benchmarks.jobs;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps a rescan going, one after the other, until it is closed. */
final class RescanBeside implements AutoCloseable {
    private static final String RESCAN = "rescan";

    private final BenchedRegion region;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread;

    RescanBeside(BenchedRegion region) {
        this.region = region;
        region.start(RESCAN);
        this.thread = Thread.ofPlatform().name("rescan-beside").start(this::keepGoing);
    }

    private void keepGoing() {
        try {
            while (!isClosed.get()) {
                region.await(RESCAN);
                if (isClosed.get()) return;
                ended.incrementAndGet();
                region.start(RESCAN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many rescans came to their end. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() throws InterruptedException {
        isClosed.set(true);
        region.stop(RESCAN);
        thread.join();
        // One that began meanwhile was not stopped by that.
        if (!region.isOver(RESCAN)) region.stop(RESCAN);
        region.await(RESCAN);
    }
}
