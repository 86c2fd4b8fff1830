package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.PersonRemoval;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.store.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The last half of migrations, after the switch: lets people in, removes what they left, and proves it. Thread-safe. */
final class Leaving {
    /** What a cell keeps of who left: that they did. */
    private static final Set<String> KEPT = Set.of("account", "departure", "arrival");

    private static final int OBJECTS_AT_ONCE = 1_000;
    private static final Duration RENEWS_AFTER = PeopleMover.LEASE.dividedBy(4);

    private final BiConsumer<Boundary, String> watch;
    private final Clock clock;

    Leaving(BiConsumer<Boundary, String> watch, Clock clock) {
        this.watch = watch;
        this.clock = clock;
    }

    Map<AccountRef, MoveOutcome> finish(CellEnd from, CellEnd to, List<Departure> departures, Runnable renewal) {
        var outcomes = new LinkedHashMap<AccountRef, MoveOutcome>();
        if (departures.isEmpty()) return outcomes;
        var ids = departures.stream().map(Departure::migrationId).toList();
        to.cell().arrivals().arrive(ids, clock.instant());
        ids.forEach(id -> watch.accept(Boundary.ARRIVED, id));
        var arrivals = new ArrayList<Arrival>();
        for (var id : ids) arrivals.add(to.cell().arrivals().find(id).orElseThrow());
        leave(from, departures, arrivals, to.cell().arrivals().logName());
        long renewed = System.nanoTime();
        for (int i = 0; i < departures.size(); i++) {
            var departure = departures.get(i);
            if (System.nanoTime() - renewed > RENEWS_AFTER.toNanos()) {
                renewal.run();
                renewed = System.nanoTime();
            }
            remove(from, departure, keys(to, departure.account()));
            outcomes.put(
                    departure.account(),
                    new MoveOutcome.Moved(
                            departure.migrationId(), arrivals.get(i).counts()));
        }
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

    /** As the new cell names them: the old one's rows may be gone by now. */
    private static List<ObjectKey> keys(CellEnd to, AccountRef account) {
        var keys = new ArrayList<ObjectKey>();
        for (String after = ""; ; ) {
            var page = to.cell().arrivals().media(account, after, OBJECTS_AT_ONCE);
            for (CarriedMedia media : page) keys.add(new ObjectKey(media.objectKey()));
            if (page.size() < OBJECTS_AT_ONCE) return keys;
            after = page.getLast().mediaId();
        }
    }

    private void remove(CellEnd from, Departure departure, List<ObjectKey> objects) {
        String id = departure.migrationId();
        var account = departure.account();
        var removal = from.cell().removal();
        from.cell().departures().point(departure);
        watch.accept(Boundary.POINTED, id);
        for (var object : objects) from.store().delete(object);
        watch.accept(Boundary.OBJECTS_REMOVED, id);
        var removed = new TreeMap<>(removal.removeRows(account, Ending.MOVED));
        removed.merge("objects", (long) objects.size(), Long::sum);
        watch.accept(Boundary.ROWS_REMOVED, id);
        removal.end(id, account, Ending.MOVED, clock.instant());
        watch.accept(Boundary.KEY_DESTROYED, id);
        prove(from, departure, objects);
        from.cell().departures().gone(departure, removed, clock.instant());
        watch.accept(Boundary.PROVED, id);
    }

    /** Asks the old cell again, with questions of its own. */
    private static void prove(CellEnd from, Departure departure, List<ObjectKey> objects) {
        SortedMap<String, Long> remains = new TreeMap<>(from.cell()
                .removal()
                .remains(departure.account(), new PersonRemoval.Range(departure.first(), departure.last())));
        remains.keySet().removeAll(KEPT);
        long objectsLeft = objects.stream()
                .filter(key -> from.store().head(key).isPresent())
                .count();
        if (objectsLeft > 0) remains.put("objects", objectsLeft);
        if (!remains.isEmpty())
            throw new IllegalStateException(
                    "the migration " + departure.migrationId() + " left something behind: " + remains);
    }
}
