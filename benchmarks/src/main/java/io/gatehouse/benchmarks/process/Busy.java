package io.gatehouse.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Processor seconds used since the machine or the process started; two of these make a share.
 *
 * @param machine by everything on the machine
 */
public record Busy(long nanoTime, double machine, double service, double database, double generator) {
    private static final Path STAT = Path.of("/proc/stat");
    /** The kernel counts in hundredths of a second, on every architecture it is shipped for. */
    private static final double TICKS_PER_SECOND = 100;

    /** @param service and its children; without one (somebody else runs it) its share is unknown and counted as zero */
    public static Busy now(Optional<ProcessHandle> service) {
        double database = service.map(
                        s -> s.descendants().mapToDouble(Busy::seconds).sum())
                .orElse(0.0);
        return new Busy(
                System.nanoTime(),
                machineSeconds(),
                service.map(Busy::seconds).orElse(0.0),
                database,
                seconds(ProcessHandle.current()));
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static double machineSeconds() {
        try {
            var fields = Files.readAllLines(STAT).getFirst().trim().split("\\s+", -1);
            double ticks = 0;
            // user nice system idle iowait irq softirq steal: neither idle nor waiting for a disk is busy.
            for (int i = 1; i <= 8; i++) if (i != 4 && i != 5) ticks += Double.parseDouble(fields[i]);
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cores used on average between {@code earlier} and this: service, database, generator, everything else. */
    public String coresSince(Busy earlier) {
        double seconds = (nanoTime - earlier.nanoTime) / 1e9;
        double s = (service - earlier.service) / seconds;
        double d = (database - earlier.database) / seconds;
        double g = (generator - earlier.generator) / seconds;
        double rest = Math.max(0, (machine - earlier.machine) / seconds - s - d - g);
        return "%.2f + %.2f + %.2f + %.2f".formatted(s, d, g, rest);
    }

    /**
     * Processor time of one thing done, in microseconds: service, database, generator. Other programs on the machine make
     * everything slower, but hardly change this.
     */
    public String microsEachSince(Busy earlier, int count) {
        return "%,.0f + %,.0f + %,.0f"
                .formatted(
                        (service - earlier.service) * 1e6 / count,
                        (database - earlier.database) * 1e6 / count,
                        (generator - earlier.generator) * 1e6 / count);
    }
}
