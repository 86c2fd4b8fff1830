package io.gatehouse.service.rights;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.ErasureStep;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.rights.RequestKind;
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
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes requests for erasure, and tells how far they are. */
@Component
final class ErasureDesk {
    /** A person is moved in seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Erasures erasures;
    private final ErasureWorker worker;
    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Deadline deadline;
    private final Clock clock;

    ErasureDesk(
            Erasures erasures,
            ErasureWorker worker,
            AccountDirectory directory,
            ServedRegions regions,
            NewIds ids,
            Deadline deadline,
            Clock clock) {
        this.erasures = erasures;
        this.worker = worker;
        this.directory = directory;
        this.regions = regions;
        this.ids = ids;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** An erasure, where it is, and what holds it now. */
    record Seen(ServedRegion home, PersonRequest request, List<LegalHold> holds) {}

    /**
     * Begins an erasure, or answers the one that is under way.
     *
     * @param receivedAt when the controller got the person's request
     * @throws ProblemException not found, misdirected, or being moved
     */
    Seen begin(String accountId, Instant receivedAt, String keyId) {
        var account = directory.refOf(accountId);
        directory.forget(account);
        var home = directory
                .find(account)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account."));
        var region = regions.orMisdirected(home.region());
        var request = new PersonRequest(
                ids.request(region.id()),
                RequestKind.ERASURE,
                PersonRequest.State.RUNNING,
                Optional.of(account),
                home.epoch(),
                Optional.of(ErasureStep.TAKE_STOCK),
                "{}",
                receivedAt,
                deadline.dueOn(receivedAt),
                Optional.empty(),
                keyId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return switch (erasures.begin(request, region.id())) {
            case Erasures.Beginning.Begun(var begun) -> {
                worker.hurry(region.id(), begun.id());
                yield seen(region, begun);
            }
            case Erasures.Beginning.Moving() ->
                throw new ProblemException(Problem.of(
                                ProblemType.ACCOUNT_MOVING,
                                "The account is being moved to another region; ask again then.")
                        .retryAfter(RETRY_AFTER));
        };
    }

    /** @throws ProblemException not found, or misdirected */
    Seen find(String erasureId) {
        var region = regions.ofId(erasureId, 'r');
        return new PersonRequests(region.cell())
                .find(erasureId)
                .filter(request -> request.kind() == RequestKind.ERASURE)
                .map(request -> seen(region, request))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such erasure."));
    }

    private Seen seen(ServedRegion region, PersonRequest request) {
        boolean mayBeHeld = request.step().equals(Optional.of(ErasureStep.TAKE_STOCK));
        var now = clock.instant();
        List<LegalHold> holds = mayBeHeld && request.account().isPresent()
                ? new LegalHolds(region.cell())
                        .of(request.account().get()).stream()
                                .filter(hold -> hold.holdsAt(now))
                                .toList()
                : List.of();
        return new Seen(region, request, holds);
    }
}
