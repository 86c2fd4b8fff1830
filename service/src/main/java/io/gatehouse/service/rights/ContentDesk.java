package io.gatehouse.service.rights;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.ContentDeletion.Outcome;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.rights.ErasedObjects;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Deletes single contents at their authors' wish. */
@Component
final class ContentDesk {
    /** A person is moved in seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Deletions that a crash left without their objects, in one look: there are hardly ever any. */
    private static final int FINISHED_AT_ONCE = 100;

    private final EveryRegion every;
    private final ServedRegions regions;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;

    ContentDesk(EveryRegion every, ServedRegions regions, AccountDirectory directory, NewIds ids, Clock clock) {
        this.every = every;
        this.regions = regions;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Deletes the content with its copies in other cells and its objects; the same again changes nothing.
     *
     * @throws ProblemException not found, held, erased, or being moved
     */
    void delete(ContentName name) {
        boolean deleted = false;
        // In all of them: what is being brought home lies in two for a moment.
        for (ServedRegion region : every.all()) {
            String event = ids.event(region.id());
            switch (delete(region, name, event)) {
                case Outcome.Deleted(String screeningId) -> {
                    for (ServedRegion other : every.all()) other.cell().deleteCopy(screeningId);
                    finish(new ErasureSite(region.cell(), region.store()), event);
                    deleted = true;
                }
                case Outcome.NoSuchContent() -> {}
                case Outcome.Held() ->
                    throw new ProblemException(
                            ProblemType.HELD,
                            "A legal hold keeps the author's data; GET /v1/holds names it to who may know.");
                case Outcome.Closed(var state) -> throw closed(state);
                case Outcome.OfGuest _ -> throw new IllegalStateException("a guest's home was asked already");
            }
        }
        if (deleted) return;
        throw new ProblemException(ProblemType.NOT_FOUND, "This client has no content of this id here.");
    }

    /** A hold lies at the author's home, also where a placement put the content elsewhere. */
    private Outcome delete(ServedRegion region, ContentName name, String event) {
        var outcome = region.cell().delete(name, event, clock.instant());
        if (!(outcome instanceof Outcome.OfGuest(var author))) return outcome;
        var home = directory.findNow(List.of(author)).get(author);
        if (home == null) return new Outcome.Closed(AccountState.ERASED);
        Instant now = clock.instant();
        var holds = new LegalHolds(regions.orMisdirected(home.region()).cell()).of(author);
        return holds.stream().anyMatch(hold -> hold.holdsAt(now))
                ? new Outcome.Held()
                : region.cell().deleteOfGuest(name, event, now);
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
