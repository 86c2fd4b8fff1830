package io.gatehouse.benchmarks.media;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Seconds of processor time that this process and its decoders use, told by the system in hundredths. */
final class ProcessorTime {
    private final double decoders;
    private final double own;

    private ProcessorTime() {
        // Asking for the decoders reads every process of the machine, which is none of the time that is measured.
        decoders = ofDecoders();
        own = ofThis();
    }

    static ProcessorTime start() {
        return new ProcessorTime();
    }

    double seconds() {
        double used = ofThis() - own;
        return used + ofDecoders() - decoders;
    }

    private static double ofDecoders() {
        return ProcessHandle.current()
                .descendants()
                .mapToDouble(ProcessorTime::of)
                .sum();
    }

    private static double ofThis() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean self
                ? self.getProcessCpuTime() / 1e9
                : 0;
    }

    /** Since it started. */
    static double of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
