package io.gatehouse.moderation.match;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Lends memory to one text at a time, so that not every message needs fresh pages. What is lent holds nothing that the
 * next borrower reads before writing it. Thread-safe and never waits: when there is none left, some is made.
 */
final class WorkingMemory {
    /** More threads than processors judge at once only while some of them wait. */
    private static final int PLACES = 16;
    /** Longer texts are rare; their memory is not kept. */
    private static final int MAX_KEPT = 16 * 1024;

    private final AtomicReferenceArray<@Nullable TokenScan> places = new AtomicReferenceArray<>(PLACES);

    TokenScan take() {
        var kept = places.getAndSet(place(), null);
        return kept == null ? new TokenScan() : kept;
    }

    void giveBack(TokenScan memory) {
        if (memory.size() <= MAX_KEPT) places.set(place(), memory);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
