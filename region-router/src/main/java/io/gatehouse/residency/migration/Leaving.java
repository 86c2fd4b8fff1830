package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.cell.RemovedRows;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.store.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The last half of migrations, after the switch: lets people in, removes what they left, and proves it. Thread-safe. */
final class Leaving {
    private static final int OBJECTS_AT_ONCE = 1_000;
    private static final Duration RENEWS_AFTER = PeopleMover.LEASE.dividedBy(4);

    private final Function<byte[], NotesChange> merging;
    private final BiConsumer<Boundary, String> watch;
    private final Clock clock;

    Leaving(Function<byte[], NotesChange> merging, BiConsumer<Boundary, String> watch, Clock clock) {
        this.merging = merging;
        this.watch = watch;
        this.clock = clock;
    }

    Map<AccountRef, MoveOutcome> finish(CellEnd from, CellEnd to, List<Departure> departures, Runnable renewal) {
        var outcomes = new LinkedHashMap<AccountRef, MoveOutcome>();
        if (departures.isEmpty()) return outcomes;
        var ids = departures.stream().map(Departure::migrationId).toList();
        to.cell().arrivals().arrive(ids, merging, clock.instant());
        ids.forEach(id -> watch.accept(Boundary.ARRIVED, id));
        var found = to.cell().arrivals().find(ids);
        var arrivals =
                ids.stream().map(id -> Objects.requireNonNull(found.get(id))).toList();
        leave(from, departures, arrivals, to.cell().arrivals().logName());
        // A hold that came too late to stop the move goes with the person: from here on none is placed in the old home.
        new LegalHolds(from.cell())
                .carry(
                        departures.stream().map(Departure::account).toList(),
                        new LegalHolds(to.cell()),
                        clock.instant());
        remove(from, to, departures, renewal);
        for (int i = 0; i < departures.size(); i++)
            outcomes.put(
                    departures.get(i).account(),
                    new MoveOutcome.Moved(ids.get(i), arrivals.get(i).counts()));
        return outcomes;
    }

    private void leave(CellEnd from, List<Departure> departures, List<Arrival> arrivals, String log) {
        var left = new ArrayList<Departures.Left>();
        for (int i = 0; i < departures.size(); i++) {
            var arrival = arrivals.get(i);
            left.add(new Departures.Left(
                    departures.get(i), arrival.counts(), arrival.digest(), log, arrival.logIndex()));
        }
        from.cell().departures().left(left, clock.instant());
        for (var each : departures) watch.accept(Boundary.LEFT, each.migrationId());
    }

    /** Those of everybody who has any, as the new cell names them: the old one's rows may be gone by now. */
    private static Map<AccountRef, List<ObjectKey>> objects(CellEnd from, CellEnd to, List<Departure> departures) {
        var objects = new HashMap<AccountRef, List<ObjectKey>>();
        for (var account : to.cell()
                .arrivals()
                .withMedia(departures.stream().map(Departure::account).toList()))
            objects.put(account, keys(from, to, account));
        return objects;
    }

    private static List<ObjectKey> keys(CellEnd from, CellEnd to, AccountRef account) {
        var keys = new ArrayList<ObjectKey>();
        for (String after = ""; ; ) {
            var page = to.cell().arrivals().media(account, after, OBJECTS_AT_ONCE);
            var staying = new GuestMedia(from.cell())
                    .placed(page.stream().map(CarriedMedia::mediaId).toList());
            for (CarriedMedia media : page)
                if (!staying.contains(media.mediaId())) keys.add(new ObjectKey(media.objectKey()));
            if (page.size() < OBJECTS_AT_ONCE) return keys;
            after = page.getLast().mediaId();
        }
    }

    private void remove(CellEnd from, CellEnd to, List<Departure> departures, Runnable renewal) {
        var accounts = departures.stream().map(Departure::account).toList();
        var removal = from.cell().removal();
        from.cell().departures().point(departures, to.region());
        reached(Boundary.POINTED, departures);
        var objects = objects(from, to, departures);
        removeObjects(from, objects, renewal);
        reached(Boundary.OBJECTS_REMOVED, departures);
        renewal.run();
        var removed = removal.removeRows(accounts, Ending.MOVED);
        reached(Boundary.ROWS_REMOVED, departures);
        var guests = removal.endMoved(departures);
        reached(Boundary.KEY_DESTROYED, departures);
        prove(from, removed, objects);
        from.cell()
                .departures()
                .gone(
                        departures.stream()
                                .map(each -> new Departures.Gone(
                                        each,
                                        rows(
                                                Objects.requireNonNull(removed.get(each.account())),
                                                objects.getOrDefault(each.account(), List.of())),
                                        guests.contains(each.account())))
                                .toList(),
                        clock.instant());
        reached(Boundary.PROVED, departures);
    }

    private static SortedMap<String, Long> rows(RemovedRows removed, List<ObjectKey> objects) {
        var rows = new TreeMap<>(removed.rows());
        rows.merge("objects", (long) objects.size(), Long::sum);
        return rows;
    }

    private void removeObjects(CellEnd from, Map<AccountRef, List<ObjectKey>> objects, Runnable renewal) {
        long renewed = System.nanoTime();
        for (var keys : objects.values())
            for (var key : keys) {
                if (System.nanoTime() - renewed > RENEWS_AFTER.toNanos()) {
                    renewal.run();
                    renewed = System.nanoTime();
                }
                from.store().delete(key);
            }
    }

    private void reached(Boundary boundary, List<Departure> departures) {
        for (var each : departures) watch.accept(boundary, each.migrationId());
    }

    /** Asks the old cell again, with questions of its own. */
    private static void prove(
            CellEnd from, Map<AccountRef, RemovedRows> removed, Map<AccountRef, List<ObjectKey>> objects) {
        var remains = new TreeMap<String, Long>();
        from.cell()
                .removal()
                .remainsOfMoved(removed)
                .values()
                .forEach(rows -> rows.forEach((table, count) -> remains.merge(table, count, Long::sum)));
        long objectsLeft = objects.values().stream()
                .flatMap(List::stream)
                .filter(key -> from.store().head(key).isPresent())
                .count();
        if (objectsLeft > 0) remains.put("objects", objectsLeft);
        if (!remains.isEmpty()) throw new IllegalStateException("people who moved left something behind: " + remains);
    }
}
