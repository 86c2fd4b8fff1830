package io.gatehouse.benchmarks.media;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Seconds of processor time used since a process started, told by the system in hundredths. */
final class ProcessorTime {
    private ProcessorTime() {}

    /** Of this process and its decoders. */
    static double ofThisAndDecoders() {
        double used = ProcessHandle.current()
                .descendants()
                .mapToDouble(ProcessorTime::of)
                .sum();
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean self
                ? used + self.getProcessCpuTime() / 1e9
                : used;
    }

    static double of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
