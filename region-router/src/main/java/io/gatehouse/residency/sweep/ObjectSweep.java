package io.gatehouse.residency.sweep;

import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.store.RegionStore.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a store's listing with the rows that name its objects: two sorted sequences, each gone through once. */
public final class ObjectSweep {
    private ObjectSweep() {}

    /**
     * What the comparison found. Lists hold the first {@link CellSweep#MOST_CASES} keys; the numbers count all.
     *
     * @param orphans objects that no row names
     * @param lost keys that rows name, without an object
     * @param young objects that no row names, but too new to be sure: an object is stored before its row
     */
    public record Result(
            long objects,
            long bytes,
            List<String> orphans,
            long orphanCount,
            List<String> lost,
            long lostCount,
            long young) {
        public Result {
            orphans = List.copyOf(orphans);
            lost = List.copyOf(lost);
        }

        static final Result NOTHING = new Result(0, 0, List.of(), 0, List.of(), 0, 0);

        /** With what was found in the part of the keys that follows. */
        Result plus(Result next) {
            return new Result(
                    objects + next.objects,
                    bytes + next.bytes,
                    first(orphans, next.orphans),
                    orphanCount + next.orphanCount,
                    first(lost, next.lost),
                    lostCount + next.lostCount,
                    young + next.young);
        }

        private static List<String> first(List<String> some, List<String> more) {
            return Stream.concat(some.stream(), more.stream())
                    .limit(CellSweep.MOST_CASES)
                    .toList();
        }
    }

    /**
     * @param listing in order of key
     * @param named keys that rows name, in the same order
     * @param bornBefore objects from then on are given time to get their row
     */
    public static Result compare(Iterator<StoredObject> listing, Iterator<String> named, Instant bornBefore) {
        long objects = 0;
        long bytes = 0;
        long orphanCount = 0;
        long lostCount = 0;
        long young = 0;
        var orphans = new ArrayList<String>();
        var lost = new ArrayList<String>();
        String row = next(named);
        while (listing.hasNext()) {
            var object = listing.next();
            objects++;
            bytes += object.sizeBytes();
            String key = object.key().value();
            while (row != null && row.compareTo(key) < 0) {
                if (lostCount++ < CellSweep.MOST_CASES) lost.add(row);
                row = next(named);
            }
            if (row != null && row.equals(key)) row = next(named);
            else if (!object.storedAt().isBefore(bornBefore)) young++;
            else if (orphanCount++ < CellSweep.MOST_CASES) orphans.add(key);
        }
        for (; row != null; row = next(named)) if (lostCount++ < CellSweep.MOST_CASES) lost.add(row);
        return new Result(objects, bytes, orphans, orphanCount, lost, lostCount, young);
    }

    private static @Nullable String next(Iterator<String> keys) {
        return keys.hasNext() ? keys.next() : null;
    }
}
