package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.Arrivals;
import io.gatehouse.residency.cell.Arrivals.Opening;
import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The copying half of migrations, up to where what came was read back. Used once, by one thread. */
final class Copying {
    /** Contents in one transaction: it holds the new cell's lock, for which messages wait, for some 20 ms. */
    static final int PAGE = 256;
    /** Media rows at once; their objects go one by one. */
    static final int MEDIA_PAGE = 100;

    private static final Duration RENEWS_AFTER = PeopleMover.LEASE.dividedBy(4);

    private final CellEnd from;
    private final CellEnd to;
    private final Passage passage;
    private final BiConsumer<Boundary, String> watch;
    private final Clock clock;
    private final Runnable renewal;
    private final ObjectCopier objects;
    private long renewed = System.nanoTime();

    Copying(
            CellEnd from,
            CellEnd to,
            Passage passage,
            BiConsumer<Boundary, String> watch,
            Clock clock,
            Runnable renewal) {
        this.from = from;
        this.to = to;
        this.passage = passage;
        this.watch = watch;
        this.clock = clock;
        this.renewal = renewal;
        this.objects = new ObjectCopier(from, to, passage);
    }

    /** @return why some cannot move, by migration; those who can are verified */
    Map<String, String> copyAndVerify(List<Departure> departures) {
        var failed = new HashMap<String, String>();
        var open = new ArrayList<Pair>();
        for (var departure : departures) {
            var opened = open(departure);
            switch (opened) {
                case Opening.Open(var arrival) -> open.add(new Pair(departure, arrival));
                case Opening.Refused(var state) ->
                    failed.put(departure.migrationId(), "the new cell has the account already, as " + state);
            }
        }
        var ready = open.stream()
                .filter(each -> each.arrival().state() == Arrival.State.COPYING)
                .toList();
        copyContents(ready);
        for (var each : ready) {
            String fault = copyMedia(each.departure());
            if (fault == null) fault = verify(each.departure());
            if (fault != null) failed.put(each.departure().migrationId(), fault);
        }
        return failed;
    }

    private record Pair(Departure departure, Arrival arrival) {}

    private Opening open(Departure departure) {
        check(DataKind.ACCOUNT);
        check(DataKind.NOTES);
        String id = departure.migrationId();
        var before = to.cell().arrivals().find(id);
        if (before.isPresent()) return new Opening.Open(before.get());
        var opened = to.cell()
                .arrivals()
                .open(
                        new Arrivals.Coming(
                                id,
                                departure.account(),
                                from.region(),
                                from.cell().arrivals().logName(),
                                departure.homeEpoch() + 1,
                                from.cell().departures().person(departure.account())),
                        clock.instant());
        watch.accept(Boundary.OPENED, id);
        return opened;
    }

    /** Pages hold contents of several people: a commit costs nearly the same for few as for many. */
    private void copyContents(List<Pair> pairs) {
        var loads = new ArrayList<Arrivals.Load>();
        int gathered = 0;
        for (var each : pairs) {
            var account = each.departure().account();
            long cursor = each.arrival().cursor();
            while (true) {
                int wanted = PAGE - gathered;
                var contents = from.cell().departures().contents(account, cursor, wanted);
                if (!contents.isEmpty()) {
                    loads.add(new Arrivals.Load(
                            each.departure().migrationId(),
                            account,
                            from.cell().arrivals().logName(),
                            cursor,
                            contents));
                    cursor = contents.getLast().index();
                    gathered += contents.size();
                }
                if (gathered == PAGE) {
                    add(loads);
                    gathered = 0;
                }
                if (contents.size() < wanted) break;
            }
        }
        add(loads);
    }

    private void add(List<Arrivals.Load> loads) {
        if (loads.isEmpty()) return;
        check(DataKind.CONTENT);
        check(DataKind.DECISION);
        renewIfDue();
        to.cell().arrivals().add(loads, clock.instant());
        for (var load : loads) watch.accept(Boundary.PAGE_COPIED, load.migrationId());
        loads.clear();
    }

    /** @return what is wrong; null for nothing */
    private @org.jspecify.annotations.Nullable String copyMedia(Departure departure) {
        var account = departure.account();
        for (String after = ""; ; ) {
            var page = from.cell().departures().media(account, after, MEDIA_PAGE);
            for (var media : page) {
                check(DataKind.MEDIA);
                renewIfDue();
                String fault = objects.copy(passage, account, media);
                if (fault != null) return fault;
                watch.accept(Boundary.OBJECT_COPIED, departure.migrationId());
            }
            to.cell().arrivals().addMedia(account, page);
            if (!page.isEmpty()) watch.accept(Boundary.MEDIA_COPIED, departure.migrationId());
            if (page.size() < MEDIA_PAGE) return null;
            after = page.getLast().mediaId();
        }
    }

    /** Everything is read from the new cell's tables and store; the old one's digests are of what was read there. */
    private @org.jspecify.annotations.Nullable String verify(Departure departure) {
        var account = departure.account();
        var arrival = to.cell().arrivals().find(departure.migrationId()).orElseThrow();
        if (!to.cell().arrivals().readBack(account).isSameAs(arrival))
            return "what was read back in the new cell is not what was sent";
        long count = 0;
        long bytes = 0;
        for (String after = ""; ; ) {
            var sent = from.cell().departures().media(account, after, MEDIA_PAGE);
            var came = to.cell().arrivals().media(account, after, MEDIA_PAGE);
            if (!sent.equals(came)) return "the media rows of the new cell are not those of the old one";
            for (CarriedMedia media : came) {
                renewIfDue();
                String fault = objects.verify(account, media);
                if (fault != null) return fault;
                count++;
                bytes += media.sizeBytes();
            }
            if (sent.size() < MEDIA_PAGE) break;
            after = sent.getLast().mediaId();
        }
        to.cell().arrivals().verified(departure.migrationId(), count, bytes);
        watch.accept(Boundary.VERIFIED, departure.migrationId());
        return null;
    }

    private void check(DataKind kind) {
        passage.check(from.region(), to.region(), kind);
    }

    private void renewIfDue() {
        if (System.nanoTime() - renewed < RENEWS_AFTER.toNanos()) return;
        renewal.run();
        renewed = System.nanoTime();
    }
}
