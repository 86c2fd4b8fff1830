package io.gatehouse.moderation.match;

import java.util.ArrayList;
import java.util.List;
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

    private final AtomicReferenceArray<@Nullable Lent> places = new AtomicReferenceArray<>(PLACES);

    /** The memory of one text: for each of its readings the tokens. */
    static final class Lent {
        private final List<TokenScan> readings = new ArrayList<>();

        /** By number, from 0. */
        TokenScan reading(int number) {
            while (readings.size() <= number) readings.add(new TokenScan());
            return readings.get(number);
        }

        private int size() {
            int size = 0;
            for (var reading : readings) size += reading.size();
            return size;
        }
    }

    Lent take() {
        var kept = places.getAndSet(place(), null);
        return kept == null ? new Lent() : kept;
    }

    void giveBack(Lent memory) {
        if (memory.size() <= MAX_KEPT) places.set(place(), memory);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
