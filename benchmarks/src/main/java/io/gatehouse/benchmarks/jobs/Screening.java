package io.gatehouse.benchmarks.jobs;

import io.gatehouse.benchmarks.backtest.FilledCell;
import io.gatehouse.jobs.ScreeningPace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * People who wait for answers: so many messages a second, each judged and made durable as the door does, whatever else goes on. Says how slow
 * the slowest hundredth was, also to the job that should yield to them.
 */
final class Screening implements ScreeningPace {
    /** As the service counts: what ended in the last seconds. */
    private static final long NEW_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int KEPT = 1_024;
    private static final int FEWEST = 20;

    private final FilledCell filled;
    private final AtomicInteger next;
    private final Deque<Took> newest = new ArrayDeque<>();

    Screening(FilledCell filled, int first) {
        this.filled = filled;
        this.next = new AtomicInteger(first);
    }

    private record Took(long ended, long nanos) {}

    /** @return milliseconds that each took, from when it was due: one that had to wait for another is not forgiven */
    List<Double> run(int perSecond, Duration during) throws InterruptedException {
        var took = new ArrayList<Double>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            long between = TimeUnit.SECONDS.toNanos(1) / perSecond;
            for (long n = 0; n * between < during.toNanos(); n++) {
                long due = begin + n * between;
                while (System.nanoTime() - due < 0) LockSupport.parkNanos(due - System.nanoTime());
                threads.execute(() -> {
                    filled.write(next.getAndIncrement());
                    long ended = System.nanoTime();
                    note(new Took(ended, ended - due));
                    synchronized (took) {
                        took.add((ended - due) / 1e6);
                    }
                });
            }
        }
        return took;
    }

    private synchronized void note(Took took) {
        newest.addLast(took);
        if (newest.size() > KEPT) newest.removeFirst();
    }

    @Override
    public synchronized Optional<Duration> slowestHundredth() {
        long now = System.nanoTime();
        long[] nanos = newest.stream()
                .filter(each -> now - each.ended() < NEW_NANOS)
                .mapToLong(Took::nanos)
                .sorted()
                .toArray();
        if (nanos.length < FEWEST) return Optional.empty();
        return Optional.of(Duration.ofNanos(nanos[(int) Math.ceil(nanos.length * 0.99) - 1]));
    }

    static double p99(List<Double> millis) {
        var sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    }
}
