package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures, rather than checks: prints decisions per second of one cell. */
@Tag("long")
class CellThroughputTest {
    private static final int ROUNDS = 6;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int ACCOUNTS = 5_000;
    private static final int CALLERS = Integer.getInteger("callers", 64);

    @Test
    void commitsThousandsOfDecisionsASecond() throws Exception {
        try (var fixture = new CellFixture()) {
            var rates = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                rates[round] = round(fixture.cell().writer());
                System.out.println("bench: " + CALLERS + " callers, " + rates[round] + " decisions/s");
            }
            var warm = LongStream.of(rates).skip(1).sorted().toArray();
            System.out.println("bench: warm median " + warm[warm.length / 2] + ", from " + warm[0] + " to "
                    + warm[warm.length - 1] + " decisions/s; load " + loadAverage());
            assertThat(fixture.cell().reader().counts().decisions())
                    .isEqualTo(fixture.cell().reader().nextIndex());
        }
    }

    private static double loadAverage() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long round(CellWriter writer) throws Exception {
        var text = "x".repeat(300);
        var done = new AtomicLong();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                threads.submit(() -> {
                    while (System.nanoTime() - start < ROUND.toNanos()) {
                        long n = CellFixture.nextId();
                        var write = CellFixture.with(
                                CellFixture.write("u-" + n % ACCOUNTS, "m-" + n, n, text),
                                CellFixture.key("k-" + n, "body"));
                        assertThat(writer.write(write)).isInstanceOf(WriteOutcome.Written.class);
                        done.incrementAndGet();
                    }
                });
            }
        }
        return done.get() * 1_000_000_000L / (System.nanoTime() - start);
    }
}
