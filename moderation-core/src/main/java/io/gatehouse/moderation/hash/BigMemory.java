package io.gatehouse.moderation.hash;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Memory outside the heap in pages of 2 MiB, where Linux gives them: a search touches thousands of places far from each
 * other, and with pages of 4 KiB the processor would have to look up nearly every one's address too.
 */
@SuppressWarnings("restricted") // The calls are of the C library and their forms are fixed.
final class BigMemory {
    private static final int READ_AND_WRITE = 0x1 | 0x2;
    private static final int PRIVATE_AND_ANONYMOUS = 0x02 | 0x20;
    private static final int HUGE_PAGES = 14;

    private final MethodHandle map;
    private final MethodHandle unmap;
    private final MethodHandle advise;

    private BigMemory(Linker linker) {
        this.map = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("mmap"),
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        this.unmap = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("munmap"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
        this.advise = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("madvise"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    /** Zeroed memory, given back some time after nobody refers to it any more. */
    static MemorySegment allocate(long sizeBytes) {
        return linux().flatMap(memory -> memory.huge(sizeBytes))
                .orElseGet(() -> Arena.ofAuto().allocate(sizeBytes, Long.BYTES));
    }

    /** Empty on systems without these calls; ordinary memory serves there, at less speed. */
    private static Optional<BigMemory> linux() {
        if (!"Linux".equals(System.getProperty("os.name"))) return Optional.empty();
        return Optional.of(new BigMemory(Linker.nativeLinker()));
    }

    private Optional<MemorySegment> huge(long sizeBytes) {
        try {
            var address = (MemorySegment)
                    map.invokeExact(MemorySegment.NULL, sizeBytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0L);
            if (address.address() == -1) return Optional.empty();
            // Refused where the kernel has no such pages: the memory serves all the same.
            int _ = (int) advise.invokeExact(address, sizeBytes, HUGE_PAGES);
            return Optional.of(address.reinterpret(sizeBytes, Arena.ofAuto(), it -> release(it, sizeBytes)));
        } catch (Throwable e) {
            throw new IllegalStateException("the system's memory calls failed", e);
        }
    }

    private void release(MemorySegment memory, long sizeBytes) {
        try {
            int _ = (int) unmap.invokeExact(memory, sizeBytes);
        } catch (Throwable e) {
            throw new IllegalStateException("the system's memory calls failed", e);
        }
    }
}
