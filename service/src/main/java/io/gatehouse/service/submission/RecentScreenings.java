package io.gatehouse.service.submission;

import io.gatehouse.jobs.ScreeningPace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How long the newest screenings of this process took, for jobs that let them go first. Thread-safe. */
@Component
public final class RecentScreenings implements ScreeningPace {
    /** Seconds of traffic at a few hundred a second; sorted ten times a second at most. */
    private static final int KEPT = 1_024;

    private static final long NEW_NANOS = Duration.ofSeconds(5).toNanos();
    /** Fewer, and one slow screening would be the whole hundredth. */
    private static final int FEWEST = 20;

    private final LongSupplier nanoTime;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLongArray ends = new AtomicLongArray(KEPT);
    private final AtomicLongArray took = new AtomicLongArray(KEPT);

    @Autowired
    RecentScreenings() {
        this(System::nanoTime);
    }

    RecentScreenings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void took(Duration duration) {
        int slot = (int) (count.getAndIncrement() % KEPT);
        ends.set(slot, nanoTime.getAsLong());
        took.set(slot, duration.toNanos());
    }

    @Override
    public Optional<Duration> slowestHundredth() {
        long now = nanoTime.getAsLong();
        int filled = (int) Math.min(count.get(), KEPT);
        long[] newest = IntStream.range(0, filled)
                .filter(slot -> now - ends.get(slot) < NEW_NANOS)
                .mapToLong(took::get)
                .toArray();
        if (newest.length < FEWEST) return Optional.empty();
        Arrays.sort(newest);
        return Optional.of(Duration.ofNanos(newest[(int) Math.ceil(newest.length * 0.99) - 1]));
    }
}
