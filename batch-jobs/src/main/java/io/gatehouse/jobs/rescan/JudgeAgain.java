package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.StoredDecision;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Judges one content again; null, which drops the item, when the verdict stands or nothing is left to judge. */
final class JudgeAgain implements ItemProcessor<StoredDecision, Rejudged> {
    static final String AUTHOR_GONE = "author_gone";

    private final StoredContents contents;
    private final Moderator moderator;
    private final Supplier<Overrides> overrides;
    private final RescanTally tally;
    private final OwnDecisions own;

    /** @param overrides in force at the moment of asking: a rule held back while the run goes on acts no more */
    JudgeAgain(
            StoredContents contents,
            Moderator moderator,
            Supplier<Overrides> overrides,
            RescanTally tally,
            OwnDecisions own) {
        this.contents = contents;
        this.moderator = moderator;
        this.overrides = overrides;
        this.tally = tally;
        this.own = own;
    }

    @Override
    public @Nullable Rejudged process(StoredDecision decision) {
        var decidedBefore = own.changeOf(decision);
        if (decidedBefore.isPresent()) {
            tally.changed(decidedBefore.get());
            return null;
        }
        if (decision.isUnreadable()) {
            tally.skipped(SkipLimit.UNREADABLE);
            return null;
        }
        var payload = decision.payload();
        if (payload.isEmpty()) {
            tally.skipped(AUTHOR_GONE);
            return null;
        }
        var held = overrides.get();
        return switch (JudgedAgain.of(contents, moderator, held, decision, payload.get())) {
            case JudgedAgain.NotJudged(var reason) -> {
                tally.skipped(reason);
                yield null;
            }
            case JudgedAgain.Judged(var opened, var judgement, var isChange) -> {
                if (isChange) yield new Rejudged(decision, opened, judgement, held);
                tally.unchanged(
                        decision.report().policyDigest(), !judgement.degraded().isEmpty());
                yield null;
            }
        };
    }
}
