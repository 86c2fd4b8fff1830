package io.gatehouse.service.job;

import io.gatehouse.jobs.replay.RecordedCases;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.service.decision.PastOutcome;
import io.gatehouse.service.decision.RecordedDecision;
import io.gatehouse.service.judging.Judging;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decisions as the door stores them, read back for making them again. */
final class RecordedReplays implements RecordedCases {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedReplays.class);

    private final Supplier<Judging> judging;
    private final Clock clock;

    RecordedReplays(Supplier<Judging> judging, Clock clock) {
        this.judging = judging;
        this.clock = clock;
    }

    @Override
    public Recorded open(StoredDecision decision) {
        var payload = decision.payload().orElse(null);
        if (payload == null || payload.content().length == 0) return new Recorded.Skipped("content_not_kept");
        if (RecordedDecision.isOfPerson(payload.answer())) return new Recorded.Skipped("decided_by_person");
        try {
            return recorded(payload);
        } catch (RuntimeException broken) {
            // Only the kind of failure is told: its message could quote the content.
            LOG.warn(
                    "decision {} cannot be read: {}",
                    decision.decisionId(),
                    broken.getClass().getSimpleName());
            return new Recorded.Skipped("unreadable");
        }
    }

    private Recorded recorded(Payload payload) {
        var past = PastOutcome.read(payload);
        var content = past.content();
        // What a signal would have said that was not asked then, nobody knows.
        if (!past.outcome().unknown().isEmpty()) return new Recorded.Skipped("degraded_then");
        if (hasLapsed(content, past.permitted())) return new Recorded.Skipped("legal_basis_lapsed");
        return new Recorded.Replayable(
                content,
                new Permissions(past.permitted(), List.of(), List.of()),
                past.facts(),
                past.overrides(),
                past.outcome());
    }

    /** Nobody looks at a private message today on a basis of yesterday, also not to see whether it comes out the same. */
    private boolean hasLapsed(Content content, Set<Purpose> permitted) {
        return content.surface().isPrivate()
                && !judging.get()
                        .permissions(content, clock.instant())
                        .permitted()
                        .containsAll(permitted);
    }
}
