package io.gatehouse.service.rights;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.ContentDeletion.Outcome;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.GuestCells;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasedObjects;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deletes single contents at their authors' wish. */
@Component
final class ContentDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ContentDesk.class);

    /** A person is moved in seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Deletions that a crash left without their objects, in one look: there are hardly ever any. */
    private static final int FINISHED_AT_ONCE = 100;

    private final EveryRegion every;
    private final ServedRegions regions;
    private final CellHealth health;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;

    ContentDesk(
            EveryRegion every,
            ServedRegions regions,
            CellHealth health,
            AccountDirectory directory,
            NewIds ids,
            Clock clock) {
        this.every = every;
        this.regions = regions;
        this.health = health;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Deletes the content with its copies in other cells and its objects; the same again changes nothing. A cell that is down is
     * waited for only where the content may lie in it, or its author's holds do.
     *
     * @param author the platform's account id; null when the caller did not say
     * @throws ProblemException not found, held, erased, being moved, or 503 naming the region that must answer first
     */
    void delete(ContentName name, @Nullable String author) {
        boolean deleted = false;
        var away = new ArrayList<RegionId>();
        // In all of them: what is being brought home lies in two for a moment.
        for (ServedRegion region : every.all()) {
            if (health.isDown(region.id())) {
                away.add(region.id());
                continue;
            }
            try {
                deleted |= deleteIn(region, name);
            } catch (DatabaseUnavailableException | DatabaseBusyException _) {
                away.add(region.id());
            }
        }
        // What a cell that is down has besides goes later: copies are owed their end, and what it sheltered is compared
        // at home.
        if (deleted) return;
        for (var region : away)
            if (mayHold(region, author))
                throw awaited(region, "The content may lie in " + region + ", whose cell does not answer.");
        throw new ProblemException(ProblemType.NOT_FOUND, "This client has no content of this id here.");
    }

    private boolean deleteIn(ServedRegion region, ContentName name) {
        String event = ids.event(region.id());
        return switch (delete(region, name, event)) {
            case Outcome.Deleted(String screeningId) -> {
                finish(new ErasureSite(region.cell(), region.store()), event);
                for (ServedRegion other : every.all()) deleteCopy(other, screeningId);
                yield true;
            }
            case Outcome.NoSuchContent() -> false;
            case Outcome.Held() ->
                throw new ProblemException(
                        ProblemType.HELD,
                        "A legal hold keeps the author's data; GET /v1/holds names it to who may know.");
            case Outcome.Closed(var state) -> throw closed(state);
            case Outcome.OfGuest _ -> throw new IllegalStateException("a guest's home was asked already");
        };
    }

    /** At once where the cell answers; where it does not, when it is back, because the copy is still owed its end. */
    private void deleteCopy(ServedRegion region, String screeningId) {
        if (health.isDown(region.id())) return;
        String event = ids.event(region.id());
        try {
            if (region.cell().deleteCopy(screeningId, event))
                finish(new ErasureSite(region.cell(), region.store()), event);
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.warn("a copy in {} is deleted later: {}", region.id(), away.getMessage());
        }
    }

    /** Whether something of the author may lie in a region that does not answer, as far as directory and home can tell. */
    private boolean mayHold(RegionId away, @Nullable String author) {
        if (author == null) return true;
        var account = directory.refOf(author);
        var home = directory.findNow(List.of(account)).get(account);
        if (home == null) return false;
        if (home.region().equals(away) || !regions.serves(home.region()) || health.isDown(home.region())) return true;
        var atHome = regions.orMisdirected(home.region()).cell().reader().account(account);
        var guests = atHome.map(Account::guests).orElse(Set.of());
        return GuestCells.of(regions.topology(), home.region(), guests).contains(away);
    }

    private ProblemException awaited(RegionId region, String why) {
        return new ProblemException(health.problem(region, why + " Nothing was deleted; send the same again."));
    }

    /** A hold lies at the author's home, also where a placement put the content elsewhere. */
    private Outcome delete(ServedRegion region, ContentName name, String event) {
        var outcome = region.cell().delete(name, event, clock.instant());
        if (!(outcome instanceof Outcome.OfGuest(var author))) return outcome;
        var home = directory.findNow(List.of(author)).get(author);
        if (home == null) return new Outcome.Closed(AccountState.ERASED);
        Instant now = clock.instant();
        if (isHeld(regions.orMisdirected(home.region()), author, region.id(), now)) return new Outcome.Held();
        return region.cell().deleteOfGuest(name, event, now);
    }

    /** The refusal is in the log of the home that holds. */
    private boolean isHeld(ServedRegion home, AccountRef author, RegionId liesIn, Instant now) {
        String why = "The author's home " + home.id() + ", which alone knows of holds, does not answer.";
        if (health.isDown(home.id())) throw awaited(home.id(), why);
        try {
            if (new LegalHolds(home.cell()).of(author).stream().noneMatch(hold -> hold.holdsAt(now))) return false;
            var refusal = new EntryFacts(Map.of("reason", "held", "lies_in", liesIn.value()));
            home.cell().writer().append(new LogEvent(ids.event(home.id()), "content-deletion-refused", now, refusal));
            return true;
        } catch (DatabaseUnavailableException | DatabaseBusyException _) {
            throw awaited(home.id(), why);
        }
    }

    private static ProblemException closed(AccountState state) {
        return switch (state) {
            case ERASING, ERASED -> new ProblemException(ProblemType.ERASED, "The author is being erased, or was.");
            case ACTIVE, GUEST, MOVING, MOVED ->
                new ProblemException(Problem.of(
                                ProblemType.ACCOUNT_MOVING, "The author is being moved to another region; ask again.")
                        .retryAfter(RETRY_AFTER));
        };
    }

    /** Objects of contents that were deleted by a process that did not live to delete them. */
    void finish(ErasureSite site) {
        for (String id : site.cell().removal().noted(FINISHED_AT_ONCE)) if (id.contains(".e.")) finish(site, id);
    }

    private static void finish(ErasureSite site, String event) {
        ErasedObjects.delete(site, event);
        site.cell().removal().forgetObjects(event);
    }
}
