package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.Departures;
import io.gatehouse.residency.cell.Departures.Begun;
import io.gatehouse.residency.cell.NotesChange;
import io.gatehouse.residency.crossing.CrossingRefused;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves people: prepare, copy, verify by digest, switch, delete, prove. What was done is written down in the two cells and
 * in the directory and nowhere else, so that any process that serves both cells carries on from any point, and doing a
 * step again changes nothing. The switch is one row of the directory; before it everything can be undone, after it
 * nothing is. People who move together share transactions. Thread-safe.
 */
public final class PeopleMover {
    /** Another worker carries on when nothing was heard for so long: several times what a page takes. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** All that is kept of a person. */
    public static final Set<DataKind> EVERYTHING =
            Set.of(DataKind.CONTENT, DataKind.MEDIA, DataKind.DECISION, DataKind.ACCOUNT, DataKind.NOTES);

    private final AccountDirectory directory;
    private final MovedProfile profiles;
    private final Function<byte[], NotesChange> merging;
    private final ShelterLook shelters;
    private final String worker;
    private final Clock clock;
    private final BiConsumer<Boundary, String> watch;

    /**
     * @param merging what was noted of a guest, for whom the cell becomes home, as a change of what is noted of the person;
     *     making it again changes nothing
     * @param shelters asked before anybody is taken out of writing
     * @param worker random, of this process
     * @param watch told of every boundary with the migration's id, after what lies before it is durable; what it throws
     *     stops the work there
     */
    public PeopleMover(
            AccountDirectory directory,
            MovedProfile profiles,
            Function<byte[], NotesChange> merging,
            ShelterLook shelters,
            String worker,
            Clock clock,
            BiConsumer<Boundary, String> watch) {
        this.directory = directory;
        this.profiles = profiles;
        this.merging = merging;
        this.shelters = shelters;
        this.worker = worker;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * Moves people from one cell to another. When it throws, what was begun is under way and {@link #resume} carries on.
     *
     * @param gate asks for the passage, for as many people as there are
     */
    public Map<AccountRef, MoveOutcome> move(CellEnd from, CellEnd to, Supplier<Passage> gate, List<Mover> people) {
        var begun = begin(from, to, gate, people);
        var outcomes = new LinkedHashMap<>(begun.outcomes());
        if (begun.passage() != null) outcomes.putAll(carryOn(from, to, begun.passage(), begun.departures()));
        return outcomes;
    }

    /**
     * What was begun.
     *
     * @param outcomes of those who do not move
     * @param departures of those who do, to be carried on with
     * @param passage null when the gate stays closed
     */
    public record Begin(
            Map<AccountRef, MoveOutcome> outcomes,
            List<Departure> departures,
            @Nullable Passage passage) {}

    /** The first step alone: from then on the people are moving, which is durable when this returns. */
    public Begin begin(CellEnd from, CellEnd to, Supplier<Passage> gate, List<Mover> all) {
        var outcomes = new LinkedHashMap<AccountRef, MoveOutcome>();
        var sheltered = shelters.find(
                from.region(), to.region(), all.stream().map(Mover::account).toList());
        sheltered.forEach((account, region) -> outcomes.put(account, new MoveOutcome.Sheltered(region)));
        var people = all.stream()
                .filter(each -> !sheltered.containsKey(each.account()))
                .toList();
        if (people.isEmpty()) return new Begin(outcomes, List.of(), null);
        Passage passage;
        try {
            passage = gate.get();
            passage.take(people.size());
        } catch (CrossingRefused refused) {
            for (var each : people) outcomes.put(each.account(), new MoveOutcome.Refused(refused.answer()));
            return new Begin(outcomes, List.of(), null);
        }
        for (var kind : EVERYTHING) passage.check(from.region(), to.region(), kind);
        for (var each : people) watch.accept(Boundary.PASSED, each.migrationId());
        var leaving = people.stream()
                .map(each -> new Departures.Leaving(
                        each.migrationId(), each.account(), to.region(), each.homeEpoch(), passage.id()))
                .toList();
        var moving = new ArrayList<Departure>();
        from.cell().departures().begin(leaving, lease()).forEach((account, begun) -> {
            switch (begun) {
                case Begun.Moving(var departure) -> moving.add(departure);
                case Begun.AlreadyMoving(var id) -> outcomes.put(account, new MoveOutcome.AlreadyMoving(id));
                case Begun.Bound() -> outcomes.put(account, new MoveOutcome.Bound());
                case Begun.NotAtHome(var state) -> outcomes.put(account, new MoveOutcome.NotAtHome(state));
            }
        });
        for (var each : moving) watch.accept(Boundary.PREPARED, each.migrationId());
        return new Begin(outcomes, moving, passage);
    }

    /** @param homeEpoch of the home that is left, as the directory has it */
    public record Mover(String migrationId, AccountRef account, long homeEpoch) {}

    /**
     * Carries on with migrations that somebody began.
     *
     * @param gate asks again, because the law may be another by now; not asked when nobody has to be copied any more
     */
    public Map<AccountRef, MoveOutcome> resume(
            CellEnd from, CellEnd to, Supplier<Passage> gate, List<Departure> departures) {
        var ours = from.cell()
                .departures()
                .lease(departures.stream().map(Departure::migrationId).toList(), lease());
        var outcomes = new LinkedHashMap<AccountRef, MoveOutcome>();
        var mine = new ArrayList<Departure>();
        for (var each : departures) {
            if (!each.to().equals(to.region())) throw new IllegalArgumentException("not a migration to " + to.region());
            if (ours.contains(each.migrationId())) mine.add(each);
            else outcomes.put(each.account(), new MoveOutcome.WithAnother(each.migrationId()));
        }
        outcomes.putAll(resumeOwn(from, to, gate, mine));
        return outcomes;
    }

    private Map<AccountRef, MoveOutcome> resumeOwn(
            CellEnd from, CellEnd to, Supplier<Passage> gate, List<Departure> departures) {
        var homes = homes(departures);
        boolean mustCopy =
                departures.stream().anyMatch(each -> isAtHomeBefore(each, from, homes) && each.reason() == null);
        if (!mustCopy) return afterCopy(from, to, departures, Map.of());
        try {
            var passage = gate.get();
            passage.take(departures.size());
            return carryOn(from, to, passage, departures);
        } catch (CrossingRefused refused) {
            String reason = "the gate refuses: " + refused.reasons().getFirst().code();
            var failed = new HashMap<String, String>();
            for (var each : departures) if (isAtHomeBefore(each, from, homes)) failed.put(each.migrationId(), reason);
            return afterCopy(from, to, departures, failed);
        }
    }

    private static boolean isAtHomeBefore(Departure departure, CellEnd from, Map<AccountRef, AccountHome> homes) {
        return new AccountHome(from.region(), departure.homeEpoch()).equals(homes.get(departure.account()));
    }

    private Map<AccountRef, AccountHome> homes(List<Departure> departures) {
        return directory.findNow(departures.stream().map(Departure::account).toList());
    }

    /** The other steps, by whoever began. */
    public Map<AccountRef, MoveOutcome> carryOn(CellEnd from, CellEnd to, Passage passage, List<Departure> departures) {
        if (departures.isEmpty()) return Map.of();
        var homes = homes(departures);
        var toCopy = departures.stream()
                .filter(each -> each.reason() == null && isAtHomeBefore(each, from, homes))
                .toList();
        var copying = new Copying(from, to, passage, profiles, watch, clock, () -> renew(from, departures));
        return afterCopy(from, to, departures, copying.copyAndVerify(toCopy));
    }

    /** Switches those who are verified; undoes those who failed; finishes those whose home is the new cell. */
    private Map<AccountRef, MoveOutcome> afterCopy(
            CellEnd from, CellEnd to, List<Departure> departures, Map<String, String> failed) {
        var undoing = new Undoing(directory, watch, clock);
        var givenUp = from.cell()
                .departures()
                .givenUp(departures.stream().map(Departure::migrationId).toList());
        var outcomes = new LinkedHashMap<AccountRef, MoveOutcome>();
        var going = new ArrayList<Departure>();
        for (var each : departures) {
            String reason = givenUp.getOrDefault(each.migrationId(), failed.get(each.migrationId()));
            if (reason == null) going.add(each);
            else if (undoing.undo(from, to, each, reason)) outcomes.put(each.account(), stayed(each, reason));
            else going.add(each); // It was switched before it could be given up.
        }
        var homes = switchHomes(from, to, going);
        var switched = new ArrayList<Departure>();
        for (var each : going) {
            if (isAtHomeAfter(each, to, homes)) switched.add(each);
            else if (undoing.undo(from, to, each, INTERFERED)) outcomes.put(each.account(), stayed(each, INTERFERED));
        }
        outcomes.putAll(new Leaving(merging, watch, clock).finish(from, to, switched, () -> renew(from, switched)));
        return outcomes;
    }

    private static final String INTERFERED = "the directory has another home or epoch than when it was begun";

    private static MoveOutcome stayed(Departure departure, String reason) {
        return new MoveOutcome.Stayed(departure.migrationId(), reason);
    }

    private static boolean isAtHomeAfter(Departure departure, CellEnd to, Map<AccountRef, AccountHome> homes) {
        return new AccountHome(to.region(), departure.homeEpoch() + 1).equals(homes.get(departure.account()));
    }

    private Map<AccountRef, AccountHome> switchHomes(CellEnd from, CellEnd to, List<Departure> departures) {
        if (departures.isEmpty()) return Map.of();
        var homes = directory.move(departures.stream()
                .map(each -> new AccountDirectory.Move(
                        each.account(), new AccountHome(from.region(), each.homeEpoch()), to.region()))
                .toList());
        for (var each : departures)
            if (isAtHomeAfter(each, to, homes)) watch.accept(Boundary.SWITCHED, each.migrationId());
        return homes;
    }

    private Departures.Lease lease() {
        var now = clock.instant();
        return new Departures.Lease(worker, now, now.plus(LEASE));
    }

    /** @throws IllegalStateException when another worker took over meanwhile */
    private void renew(CellEnd from, List<Departure> departures) {
        var ids = departures.stream().map(Departure::migrationId).toList();
        if (from.cell().departures().lease(ids, lease()).isEmpty() && !ids.isEmpty())
            throw new IllegalStateException("another worker carries on with " + ids.size() + " migrations");
    }
}
