package io.gatehouse.jobs;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Lets what a thread does wait for other threads: one that wakes up to answer somebody runs at once, and need not wait for a job's turn on
 * the processor to be over. Java's own priorities do nothing on Linux.
 */
final class BackgroundThread {
    /** A tenth of another thread's share where both want the processor; alone, a job has all of it. */
    private static final int NICE = 10;

    /** {@code setpriority(2)}: which = PRIO_PROCESS, who = 0 is the calling thread, on Linux alone. */
    private static final int PRIO_PROCESS = 0;

    private static final int CALLER = 0;

    private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

    private BackgroundThread() {}

    @SuppressWarnings("restricted") // The program is started with leave for native access.
    private static @Nullable MethodHandle setPriority() {
        if (!System.getProperty("os.name", "").equals("Linux")) return null;
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("setpriority")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT)))
                .orElse(null);
    }

    /**
     * From now on until the calling thread ends: nobody may give it back. Not for virtual threads, whose carriers serve others; where the
     * system has no such thing, nothing is changed.
     */
    static void begin() {
        var set = SET_PRIORITY;
        if (set == null || Thread.currentThread().isVirtual()) return;
        try {
            int _ = (int) set.invokeExact(PRIO_PROCESS, CALLER, NICE);
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the C library cannot be called", e);
        }
    }
}
