package io.gatehouse.service.migration;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.migration.MoveOutcome;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves people one by one, when somebody asks, and carries on with what a process that died had begun. What was asked for is
 * durable before it is answered; the copying goes on behind. Thread-safe.
 */
public final class MigrationDesk {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationDesk.class);
    /** Each holds a page of messages and a chunk of a video in memory, and takes turns with messages at the cell's lock. */
    private static final int AT_ONCE = 2;
    /** Looked at in one turn; the others wait for the next. */
    private static final int RESUMED_AT_ONCE = 100;

    /** Homecomings take turns of three seconds. */
    private static final Duration SHELTERED_COMES_HOME_IN = Duration.ofSeconds(10);

    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final HomeRegionResolver resolver;
    private final HomeRegionGate homes;
    private final MoveGate gate;
    private final PeopleMover mover;
    private final NewIds ids;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    MigrationDesk(
            AccountDirectory directory,
            ServedRegions regions,
            HomeRegionResolver resolver,
            HomeRegionGate homes,
            MoveGate gate,
            PeopleMover mover,
            NewIds ids,
            Clock clock) {
        this.directory = directory;
        this.regions = regions;
        this.resolver = resolver;
        this.homes = homes;
        this.gate = gate;
        this.mover = mover;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Begins to move a person to where they should be at home.
     *
     * @param wanted what the caller expects the home to be; empty for whatever the resolver says
     * @return the migration under way, which may be an earlier one
     * @throws ProblemException not found, misdirected, erased, unresolved, or refused with every reason
     */
    public Departure begin(String accountId, Optional<RegionId> wanted) {
        var account = directory.refOf(accountId);
        var home = Optional.ofNullable(directory.findNow(List.of(account)).get(account))
                .orElseThrow(MigrationDesk::unknown);
        var from = regions.orMisdirected(home.region());
        var underWay = underWay(from, account);
        if (underWay.isPresent()) return underWay.get();
        var target = target(from, account, wanted);
        var to = here(target.region());
        var begun = mover.begin(
                end(from),
                end(to),
                () -> gate.pass(from.id(), to.id(), new LegalBasisClaim.ResidenceChange(target), 1),
                List.of(new PeopleMover.Mover(ids.migration(from.id()), account, home.epoch())));
        homes.forget(account);
        for (var departure : begun.departures()) {
            var passage = java.util.Objects.requireNonNull(begun.passage());
            Thread.ofVirtual().name(departure.migrationId()).start(() -> carryOn(from, to, passage, departure));
            return departure;
        }
        return switch (java.util.Objects.requireNonNull(begun.outcomes().get(account))) {
            case MoveOutcome.AlreadyMoving(var id) -> find(from, id);
            case MoveOutcome.Refused(var answer) ->
                throw refused(
                        "The transfer gate stays closed.",
                        answer.ruling() instanceof Ruling.Refused(var reasons)
                                ? reasons.stream()
                                        .map(reason -> Map.of("code", reason.code(), "detail", reason.sentence()))
                                        .toList()
                                : List.of());
            case MoveOutcome.Bound _ ->
                throw refused(
                        "A legal hold or an open request of the person must end first: it does not move with them.",
                        List.of());
            case MoveOutcome.Sheltered(var region) ->
                throw new ProblemException(Problem.of(
                                ProblemType.MIGRATION_REFUSED,
                                "Content of theirs was sheltered in " + region + " and must come home first, or "
                                        + region + " does not answer whether it was; ask again.")
                        .with("reasons", List.of())
                        .with("region", region.value())
                        .retryAfter(SHELTERED_COMES_HOME_IN));
            case MoveOutcome.NotAtHome _, MoveOutcome.Moved _, MoveOutcome.Stayed _, MoveOutcome.WithAnother _ ->
                throw refused("The account is not at home there any more; look again.", List.of());
        };
    }

    private static Optional<Departure> underWay(ServedRegion from, AccountRef account) {
        return from.cell().departures().of(account).stream()
                .filter(Departure::isUnderWay)
                .findFirst();
    }

    private HomeRegion.Resolved target(ServedRegion from, AccountRef account, Optional<RegionId> wanted) {
        var stored = from.cell().reader().account(account).orElseThrow(MigrationDesk::unknown);
        if (stored.state() == AccountState.ERASING || stored.state() == AccountState.ERASED)
            throw new ProblemException(ProblemType.ERASED, "The account is being erased, or was.");
        if (stored.state() != AccountState.ACTIVE)
            throw refused("The account is not at home there any more; look again.", List.of());
        var due = moveDue(stored.profile());
        if (due.isEmpty())
            throw refused(
                    "By what is known of where they live, the person is at home in " + from.id()
                            + " and no move is due; GET /v1/accounts/{id} explains why.",
                    List.of());
        var resolved = due.get();
        if (wanted.isPresent() && !wanted.get().equals(resolved.region()))
            throw refused(
                    "By what is known of where they live, the person's home is " + resolved.region() + ", not "
                            + wanted.get() + "; put other evidence first.",
                    List.of());
        return resolved;
    }

    private Optional<HomeRegion.Resolved> moveDue(byte[] profile) {
        return AccountProfile.ofJson(profile).moveDue(resolver, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private ServedRegion here(RegionId region) {
        if (!regions.serves(region))
            throw refused(
                    "A migration runs where both cells are served, and " + region + " is not served by this process.",
                    List.of());
        return regions.orMisdirected(region);
    }

    private static ProblemException refused(String detail, List<Map<String, String>> reasons) {
        return new ProblemException(
                Problem.of(ProblemType.MIGRATION_REFUSED, detail).with("reasons", reasons));
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such account.");
    }

    private void carryOn(ServedRegion from, ServedRegion to, Passage passage, Departure departure) {
        turns.acquireUninterruptibly();
        try {
            mover.carryOn(end(from), end(to), passage, List.of(departure))
                    .values()
                    .forEach(MigrationDesk::tell);
        } catch (RuntimeException failure) {
            // Nothing is lost: the next turn of resuming carries on, in this process or another.
            LOG.warn("migration {} was interrupted: {}", departure.migrationId(), failure.getMessage());
        } finally {
            turns.release();
            homes.forget(departure.account());
        }
    }

    private static void tell(MoveOutcome outcome) {
        switch (outcome) {
            case MoveOutcome.Moved(var id, var counts) ->
                LOG.info("migration {} done: contents={} media={}", id, counts.contents(), counts.media());
            case MoveOutcome.Stayed(var id, var reason) -> LOG.warn("migration {} undone: {}", id, reason);
            case MoveOutcome.Refused _,
                    MoveOutcome.AlreadyMoving _,
                    MoveOutcome.Bound _,
                    MoveOutcome.Sheltered _,
                    MoveOutcome.NotAtHome _,
                    MoveOutcome.WithAnother _ -> {}
        }
    }

    /** Carries on with what no worker works on any more. To be called now and then. */
    public void resume() {
        for (var region : regions.topology().regions())
            if (regions.serves(region.id())) resume(regions.orMisdirected(region.id()));
    }

    private void resume(ServedRegion from) {
        for (var departure : from.cell().departures().underWay(RESUMED_AT_ONCE)) {
            if (!regions.serves(departure.to())) continue; // A process that serves both carries on.
            var to = regions.orMisdirected(departure.to());
            turns.acquireUninterruptibly();
            try {
                mover.resume(end(from), end(to), () -> passAgain(from, departure), List.of(departure))
                        .values()
                        .forEach(MigrationDesk::tell);
            } catch (RuntimeException failure) {
                LOG.warn("migration {} waits: {}", departure.migrationId(), failure.getMessage());
            } finally {
                turns.release();
                homes.forget(departure.account());
            }
        }
    }

    private Passage passAgain(ServedRegion from, Departure departure) {
        var stored = from.cell().reader().account(departure.account()).orElseThrow(MigrationDesk::unknown);
        LegalBasisClaim basis = moveDue(stored.profile())
                .<LegalBasisClaim>map(LegalBasisClaim.ResidenceChange::new)
                .orElseGet(LegalBasisClaim.Territory::new);
        return gate.pass(from.id(), departure.to(), basis, 1);
    }

    static CellEnd end(ServedRegion region) {
        return new CellEnd(region.cell(), region.store());
    }

    /** An account and where it is at home now. */
    record Home(AccountRef account, RegionId region) {}

    /** @throws ProblemException not found or misdirected */
    Home home(String accountId) {
        var account = directory.refOf(accountId);
        var home = Optional.ofNullable(directory.findNow(List.of(account)).get(account))
                .orElseThrow(MigrationDesk::unknown);
        return new Home(account, regions.orMisdirected(home.region()).id());
    }

    /** @throws ProblemException not found when it is no such id, or misdirected */
    RegionId regionOf(String migrationId) {
        return regions.ofId(migrationId, 'v').id();
    }

    /** By the id that its region gave it. @throws ProblemException not found or misdirected */
    public Departure find(String migrationId) {
        return find(regions.ofId(migrationId, 'v'), migrationId);
    }

    private static Departure find(ServedRegion from, String migrationId) {
        return from.cell()
                .departures()
                .find(migrationId)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such migration."));
    }

    /** Migrations as the cell of an account's home knows them. */
    public record Known(List<Departure> departures, List<Arrival> arrivals) {}

    /** @throws ProblemException not found or misdirected */
    public Known of(String accountId) {
        var home = home(accountId);
        var cell = regions.orMisdirected(home.region()).cell();
        return new Known(cell.departures().of(home.account()), cell.arrivals().of(home.account()));
    }
}
