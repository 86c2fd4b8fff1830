package io.gatehouse.benchmarks.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of the calling thread: what one core takes, whoever else uses the machine meanwhile. */
final class CoreClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CoreClock() {}

    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
