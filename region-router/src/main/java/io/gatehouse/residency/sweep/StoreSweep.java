package io.gatehouse.residency.sweep;

import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.residency.sweep.ObjectSweep.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Compares a whole store with the rows of its cell. A store that lists page by page over a network is listed in several
 * parts at once: one page after another would wait for the network most of the time.
 */
public final class StoreSweep {
    /** A page of a listing. */
    private static final int AT_ONCE = 1_000;

    private StoreSweep() {}

    /**
     * @param prefix of the keys that are compared
     * @param bornBefore as {@link ObjectSweep#compare} has it
     */
    public static Result compare(RegionStore store, String prefix, CellSweep cell, Instant bornBefore) {
        var ranges = KeyRange.of(prefix, store.listingsAtOnce());
        if (ranges.size() == 1) return compare(store, prefix, cell::objectKeys, ranges.getFirst(), bornBefore);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = new ArrayList<Callable<Result>>();
            for (var range : ranges) parts.add(() -> compare(store, prefix, cell::objectKeys, range, bornBefore));
            var total = Result.NOTHING;
            for (var part : threads.invokeAll(parts)) total = total.plus(part.get());
            return total;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw new IllegalStateException("a part of the listing failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sweeping", e);
        }
    }

    /** Keys that rows name, as {@link CellSweep#objectKeys} gives them. */
    @FunctionalInterface
    public interface NamedKeys {
        List<String> page(String after, Optional<String> to, int limit);
    }

    /** As {@link #compare(RegionStore, String, NamedKeys, KeyRange, Instant, IntConsumer)}, as fast as can be. */
    public static Result compare(
            RegionStore store, String prefix, NamedKeys named, KeyRange range, Instant bornBefore) {
        return compare(store, prefix, named, range, bornBefore, _ -> {});
    }

    /**
     * A part of it, for whoever goes through the parts one by one.
     *
     * @param pace asked again and again, before so many objects are gone through
     */
    public static Result compare(
            RegionStore store, String prefix, NamedKeys named, KeyRange range, Instant bornBefore, IntConsumer pace) {
        var first = range.after().map(ObjectKey::value).orElse("");
        var to = range.to().map(ObjectKey::value);
        var keys = new Pages<String>(CellSweep.PAGE, last -> named.page(last.orElse(first), to, CellSweep.PAGE));
        var listing = range.equals(KeyRange.ALL) ? store.all(prefix) : store.all(prefix, range.after(), range.to());
        return ObjectSweep.compare(paced(listing, pace), keys, bornBefore);
    }

    private static <T> Iterator<T> paced(Iterator<T> all, IntConsumer pace) {
        return new Iterator<>() {
            private int rest;

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                if (rest-- == 0) {
                    pace.accept(AT_ONCE);
                    rest = AT_ONCE - 1;
                }
                return all.next();
            }
        };
    }
}
