package io.gatehouse.benchmarks.report;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Looks again and again how much of the heap is in use; what is garbage counts until it is collected. */
final class UsedMemory implements AutoCloseable {
    private static final Duration LOOKS_EVERY = Duration.ofMillis(20);

    private final AtomicLong most = new AtomicLong();
    private final Thread looks;

    UsedMemory() {
        looks = Thread.ofPlatform().daemon().name("used-memory").start(this::look);
    }

    private void look() {
        try {
            while (true) {
                see();
                Thread.sleep(LOOKS_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void see() {
        var runtime = Runtime.getRuntime();
        most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
    }

    long mostBytes() {
        see();
        return most.get();
    }

    @Override
    public void close() {
        looks.interrupt();
    }
}
