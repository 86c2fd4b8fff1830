package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.Arrivals;
import io.gatehouse.residency.cell.Arrivals.Opening;
import io.gatehouse.residency.cell.CarriedContent;
import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.CarriedPerson;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.FullPages;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The copying half of migrations, up to where what came was read back. Used once, by one thread. */
final class Copying {
    /** Contents in one transaction: it holds the new cell's lock, for which messages wait, for some 30 ms. */
    static final int PAGE = 500;
    /** Media rows at once; their objects go one by one. */
    static final int MEDIA_PAGE = 100;

    private static final Duration RENEWS_AFTER = PeopleMover.LEASE.dividedBy(4);

    private final CellEnd from;
    private final CellEnd to;
    private final Passage passage;
    private final MovedProfile profiles;
    private final BiConsumer<Boundary, String> watch;
    private final Clock clock;
    private final Runnable renewal;
    private final ObjectCopier objects;
    private long renewed = System.nanoTime();

    Copying(
            CellEnd from,
            CellEnd to,
            Passage passage,
            MovedProfile profiles,
            BiConsumer<Boundary, String> watch,
            Clock clock,
            Runnable renewal) {
        this.from = from;
        this.to = to;
        this.passage = passage;
        this.profiles = profiles;
        this.watch = watch;
        this.clock = clock;
        this.renewal = renewal;
        this.objects = new ObjectCopier(from, to, passage);
    }

    /** @return why some cannot move, by migration; those who can are verified */
    Map<String, String> copyAndVerify(List<Departure> departures) {
        var failed = new HashMap<String, String>();
        var going = new ArrayList<Departure>();
        var lost = from.cell().departures().notCarried(accounts(departures));
        for (var departure : departures) {
            var tables = lost.get(departure.account());
            if (tables == null) going.add(departure);
            else
                failed.put(
                        departure.migrationId(),
                        "the old cell has rows of theirs that a migration does not carry: "
                                + String.join(", ", tables));
        }
        // What is carried lies in rows: the archive gives back what it has of them, once nobody writes for them any
        // more.
        from.cell().archive().recall(accounts(going));
        renewIfDue();
        var open = new ArrayList<Pair>();
        var opened = open(going);
        for (var departure : going) {
            switch (Objects.requireNonNull(opened.get(departure.migrationId()))) {
                case Opening.Open(var arrival) -> open.add(new Pair(departure, arrival));
                case Opening.Refused(var state) ->
                    failed.put(departure.migrationId(), "the new cell has the account already, as " + state);
            }
        }
        var ready = open.stream()
                .filter(each -> each.arrival().state() == Arrival.State.COPYING)
                .toList();
        copyContents(ready);
        verify(copyMedia(ready.stream().map(Pair::departure).toList(), failed), failed);
        return failed;
    }

    private record Pair(Departure departure, Arrival arrival) {
        Departures.Place place() {
            return new Departures.Place(departure.account(), arrival.cursor());
        }
    }

    private static List<AccountRef> accounts(List<Departure> departures) {
        return departures.stream().map(Departure::account).toList();
    }

    private Map<String, Opening> open(List<Departure> departures) {
        if (departures.isEmpty()) return Map.of();
        check(DataKind.ACCOUNT);
        check(DataKind.NOTES);
        var openings = new HashMap<String, Opening>();
        var before = to.cell()
                .arrivals()
                .find(departures.stream().map(Departure::migrationId).toList());
        before.forEach((id, arrival) -> openings.put(id, new Opening.Open(arrival)));
        var coming = departures.stream()
                .filter(each -> !before.containsKey(each.migrationId()))
                .toList();
        if (coming.isEmpty()) return openings;
        var now = clock.instant();
        var people = from.cell().departures().people(accounts(coming));
        var leavingGuests = from.cell().departures().leavingGuests(accounts(coming));
        openings.putAll(to.cell()
                .arrivals()
                .open(
                        coming.stream()
                                .map(each -> coming(
                                        each,
                                        leavingGuests.contains(each.account())
                                                ? person(people, each).withGuestIn(from.region())
                                                : person(people, each),
                                        now))
                                .toList(),
                        now));
        for (var each : coming) watch.accept(Boundary.OPENED, each.migrationId());
        return openings;
    }

    private static CarriedPerson person(Map<AccountRef, CarriedPerson> people, Departure departure) {
        return Objects.requireNonNull(people.get(departure.account()));
    }

    private Arrivals.Coming coming(Departure departure, CarriedPerson person, Instant now) {
        return new Arrivals.Coming(
                departure.migrationId(),
                departure.account(),
                from.region(),
                from.cell().arrivals().logName(),
                departure.homeEpoch() + 1,
                person.with(profiles.in(to.region(), person.profile(), now)).withoutGuestIn(to.region()));
    }

    private void copyContents(List<Pair> pairs) {
        if (pairs.isEmpty()) return;
        var toCome =
                from.cell().departures().toCome(pairs.stream().map(Pair::place).toList());
        for (var together :
                FullPages.of(pairs, each -> toCome.getOrDefault(each.departure().account(), 0L), PAGE)) {
            var places = together.stream().map(Pair::place).toList();
            var rest = together;
            while (!rest.isEmpty()) {
                var pages = from.cell().departures().contents(places, PAGE);
                add(loads(rest, places, pages));
                var more = new ArrayList<Pair>();
                var next = new ArrayList<Departures.Place>();
                for (int i = 0; i < rest.size(); i++) {
                    if (pages.get(i).size() < PAGE) continue;
                    more.add(rest.get(i));
                    next.add(new Departures.Place(
                            places.get(i).account(), pages.get(i).getLast().index()));
                }
                rest = more;
                places = next;
            }
        }
    }

    private List<Arrivals.Load> loads(
            List<Pair> people, List<Departures.Place> places, List<List<CarriedContent>> pages) {
        var loads = new ArrayList<Arrivals.Load>();
        for (int i = 0; i < people.size(); i++) {
            if (pages.get(i).isEmpty()) continue;
            var departure = people.get(i).departure();
            loads.add(new Arrivals.Load(
                    departure.migrationId(),
                    departure.account(),
                    from.cell().arrivals().logName(),
                    places.get(i).after(),
                    pages.get(i).stream()
                            .map(content -> content.withoutCopyIn(to.region()))
                            .toList()));
        }
        return loads;
    }

    private void add(List<Arrivals.Load> loads) {
        if (loads.isEmpty()) return;
        check(DataKind.CONTENT);
        check(DataKind.DECISION);
        renewIfDue();
        to.cell().arrivals().add(loads, clock.instant());
        for (var load : loads) watch.accept(Boundary.PAGE_COPIED, load.migrationId());
    }

    /** @return those whose media are all there; the others have failed by now */
    private List<Departure> copyMedia(List<Departure> departures, Map<String, String> failed) {
        var withMedia = from.cell().departures().withMedia(accounts(departures));
        var copied = new ArrayList<Departure>();
        for (var each : departures) {
            String fault = withMedia.contains(each.account()) ? copyMedia(each) : null;
            if (fault == null) copied.add(each);
            else failed.put(each.migrationId(), fault);
        }
        return copied;
    }

    /** @return what is wrong; null for nothing */
    private @Nullable String copyMedia(Departure departure) {
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
    private void verify(List<Departure> departures, Map<String, String> failed) {
        if (departures.isEmpty()) return;
        var arrivals = to.cell().arrivals();
        var came = arrivals.find(departures.stream().map(Departure::migrationId).toList());
        var read = arrivals.readBack(List.copyOf(came.values()));
        var withMedia = new HashSet<>(from.cell().departures().withMedia(accounts(departures)));
        withMedia.addAll(arrivals.withMedia(accounts(departures)));
        var verified = new ArrayList<Arrivals.Verified>();
        for (var each : departures) {
            String id = each.migrationId();
            var media = new MediaSeen();
            String fault = !Objects.requireNonNull(read.get(id)).isSameAs(Objects.requireNonNull(came.get(id)))
                    ? "what was read back in the new cell is not what was sent"
                    : withMedia.contains(each.account()) ? media.verify(each) : null;
            if (fault == null) verified.add(new Arrivals.Verified(id, media.count, media.bytes));
            else failed.put(id, fault);
        }
        if (verified.isEmpty()) return;
        arrivals.verified(verified);
        for (var each : verified) watch.accept(Boundary.VERIFIED, each.migrationId());
    }

    /** One person's media, rows and objects, as the new cell has them. */
    private final class MediaSeen {
        private long count;
        private long bytes;

        /** @return what is wrong; null for nothing */
        @Nullable
        String verify(Departure departure) {
            var account = departure.account();
            for (String after = ""; ; ) {
                var sent = from.cell().departures().media(account, after, MEDIA_PAGE);
                var ids = sent.stream().map(CarriedMedia::mediaId).toList();
                var came = to.cell().arrivals().came(account, after, ids, MEDIA_PAGE);
                if (!sent.equals(came)) return "the media rows of the new cell are not those of the old one";
                for (CarriedMedia media : came) {
                    renewIfDue();
                    String fault = objects.verify(account, media);
                    if (fault != null) return fault;
                    count++;
                    bytes += media.sizeBytes();
                }
                if (sent.size() < MEDIA_PAGE) return null;
                after = sent.getLast().mediaId();
            }
        }
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
