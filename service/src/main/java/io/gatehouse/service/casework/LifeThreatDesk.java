package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.LifeThreats;
import io.gatehouse.residency.casework.LifeThreats.NewThreat;
import io.gatehouse.residency.casework.LifeThreats.Submission;
import io.gatehouse.residency.casework.LifeThreats.Threat;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.casework.LifeThreatReader.ThreatRequest;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Writes down, where the content lies, that an authority was told of a threat to life. Nothing is sent to anybody: people tell, by
 * telephone where it hurries.
 */
@Component
final class LifeThreatDesk {
    private final Whereabouts whereabouts;
    private final SentBefore sentBefore;
    private final NewIds ids;
    private final Clock clock;

    LifeThreatDesk(Whereabouts whereabouts, SentBefore sentBefore, NewIds ids, Clock clock) {
        this.whereabouts = whereabouts;
        this.sentBefore = sentBefore;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param body digest of the request
     * @throws ProblemException with every decision that is not here, or lies in another region than the first
     */
    Threat write(Caller caller, ThreatRequest request, byte[] body) {
        var before = sentBefore.everywhere(
                region -> new LifeThreats(region.cell()).sentBefore(caller.client(), request.id(), body));
        if (!before.found().isEmpty()) return received(before.found().getFirst());
        var region = region(caller, request.decisions(), before.away());
        var threat = new Threat(
                ids.lifeThreat(region.id()),
                caller.client(),
                request.basis(),
                request.decisions(),
                request.memberState(),
                request.awareAt(),
                request.toldAt(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                caller.person().orElse(caller.keyId()),
                -1);
        return received(
                new LifeThreats(region.cell()).submit(new NewThreat(threat, request.id(), body, request.text())));
    }

    /** Deleted or not: what was told stays told. */
    private ServedRegion region(Caller caller, List<String> decisions, Set<RegionId> away) {
        var unknown = new ArrayList<Fault>();
        var elsewhere = new ArrayList<Fault>();
        ServedRegion first = null;
        for (int i = 0; i < decisions.size(); i++) {
            var found = visible(caller, decisions.get(i));
            if (found.isEmpty())
                unknown.add(new Fault("/decision_ids/" + i, "is not here: no decision on anything of this client's"));
            else if (first == null || first.id().equals(found.get().region().id())) {
                first = found.get().region();
                sentBefore.refuseUnsure(away, first, found.get().decision().account());
            } else
                elsewhere.add(new Fault(
                        "/decision_ids/" + i,
                        "lies in " + found.get().region().id() + ", the first in " + first.id()
                                + ": what is said about content stays where it is, so send a record for each region"));
        }
        if (!unknown.isEmpty() && !away.isEmpty()) throw SentBefore.unsure(away);
        if (!unknown.isEmpty()) throw new ProblemException(Problem.invalid(ProblemType.UNKNOWN_SUBJECT, unknown));
        if (!elsewhere.isEmpty()) throw new ProblemException(Problem.invalid(ProblemType.INVALID_REQUEST, elsewhere));
        return java.util.Objects.requireNonNull(first);
    }

    /** Another client's decision does not exist for a platform; staff name any. */
    private Optional<Whereabouts.Found> visible(Caller caller, String decision) {
        boolean namesAll =
                caller.roles().contains(Role.REVIEWER) || caller.roles().contains(Role.PRIVACY);
        try {
            return whereabouts
                    .decision(decision)
                    .filter(found -> namesAll || found.decision().client().equals(caller.client()));
        } catch (ProblemException refused) {
            if (refused.problem().type() == ProblemType.NOT_FOUND) return Optional.empty();
            throw refused;
        }
    }

    private static Threat received(Submission submission) {
        return switch (submission) {
            case Submission.Received(var threat) -> threat;
            case Submission.Repeated(var threat) -> threat;
            case Submission.IdReused() ->
                throw new ProblemException(
                        ProblemType.RECORD_ID_REUSED,
                        "This client sent another record of a threat under this id before.");
        };
    }
}
