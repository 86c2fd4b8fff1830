package io.gatehouse.service.job;

import io.gatehouse.jobs.backtest.PastJudgements;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.service.decision.PastOutcome;
import io.gatehouse.service.judging.Judging;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decisions as the door stores them, read back for looking back. */
public final class RecordedJudgements implements PastJudgements {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedJudgements.class);

    private final LookingAgain lookingAgain;

    public RecordedJudgements(Supplier<Judging> judging, Clock clock) {
        this.lookingAgain = new LookingAgain(judging, clock);
    }

    @Override
    public Opened open(PastDecision decision, Payload payload) {
        if (payload.content().length == 0) return new Opened.Unreadable("content_not_kept");
        try {
            var past = PastOutcome.read(payload);
            return new Opened.Judgeable(
                    past.content(),
                    lookingAgain.permissions(past.content(), past.permitted()),
                    past.facts(),
                    past.overrides(),
                    past.outcome());
        } catch (RuntimeException broken) {
            // Only the kind of failure is told: its message could quote the content.
            LOG.warn(
                    "decision {} cannot be read: {}",
                    decision.decisionId(),
                    broken.getClass().getSimpleName());
            return new Opened.Unreadable("unreadable");
        }
    }
}
