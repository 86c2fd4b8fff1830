package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.backtest.PastJudgements.Opened;
import io.gatehouse.moderation.comparison.Compared;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.comparison.Comparison;
import io.gatehouse.moderation.comparison.PastJudge;
import io.gatehouse.residency.cell.PastDecision;
import java.util.function.IntConsumer;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Judges what a page holds and compares it with what was decided, or with what another policy makes of it now. */
final class JudgePage implements ItemProcessor<TrafficPage, Comparison> {
    static final String MOVED = "moved";
    static final String ERASED = "erased";
    static final String EXPIRED = "expired";

    private final PastJudgements judgements;
    private final Judges judges;
    private final long salt;
    private final IntConsumer pace;

    /**
     * @param salt of digests that stand for authors: of this run alone, so that no two runs' can be laid together
     * @param pace asked before each message: a page takes as long as a person who waits would notice
     */
    JudgePage(PastJudgements judgements, Judges judges, long salt, IntConsumer pace) {
        this.judgements = judgements;
        this.judges = judges;
        this.salt = salt;
        this.pace = pace;
    }

    @Override
    public Comparison process(TrafficPage page) {
        var comparison = new Comparison();
        for (PastDecision decision : page.decisions()) {
            pace.accept(1);
            compare(decision, comparison);
        }
        return comparison;
    }

    private void compare(PastDecision decision, Comparison comparison) {
        var payload = decision.payload();
        if (payload == null) {
            comparison.skip(reasonForNothing(decision));
            return;
        }
        switch (judgements.open(decision, payload)) {
            case Opened.Unreadable(var reason) -> comparison.skip(reason);
            case Opened.Judgeable past -> comparison.add(compared(decision, past));
        }
    }

    private static String reasonForNothing(PastDecision decision) {
        if (decision.isUnreadable()) return SkipLimit.UNREADABLE;
        return switch (decision.state()) {
            case ERASED, ERASING -> ERASED;
            case MOVED -> MOVED;
            case ACTIVE, MOVING, GUEST -> EXPIRED;
        };
    }

    private Compared compared(PastDecision decision, Opened.Judgeable past) {
        PastJudge baseline = judges.baseline();
        Outcome before =
                baseline == null ? past.outcome() : judge(baseline, past).outcome();
        PastJudge.Judged now = judge(judges.candidate(), past);
        return new Compared(
                decision.decisionId(),
                authorOf(decision),
                past.content().surface().wireName(),
                now.language(),
                baseline == null
                        ? decision.report().policyDigest()
                        : baseline.moderator().policies().digest(),
                before,
                now.outcome());
    }

    private static PastJudge.Judged judge(PastJudge judge, Opened.Judgeable past) {
        return judge.judge(past.content(), past.permissions(), past.facts(), past.overrides());
    }

    private long authorOf(PastDecision decision) {
        return decision.account().shortDigest(salt);
    }
}
