package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.StoredDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/** Judges what a page holds again. Counts into the page alone: one that is judged twice, since the cell was away, counts once. */
final class JudgePageAgain implements ItemProcessor<StoredPage, JudgedPage> {
    static final String AUTHOR_GONE = "author_gone";

    private final StoredContents contents;
    private final Moderator moderator;
    private final Supplier<Overrides> overrides;
    private final OwnDecisions own;
    private final IntConsumer pace;

    /**
     * @param overrides in force at the moment of asking: a rule held back while the run goes on acts no more
     * @param pace asked before each message: a page takes as long as a person who waits would notice
     */
    JudgePageAgain(
            StoredContents contents,
            Moderator moderator,
            Supplier<Overrides> overrides,
            OwnDecisions own,
            IntConsumer pace) {
        this.contents = contents;
        this.moderator = moderator;
        this.overrides = overrides;
        this.own = own;
        this.pace = pace;
    }

    @Override
    public JudgedPage process(StoredPage page) {
        var counted = new RescanTally();
        var changes = new ArrayList<Rejudged>();
        for (var decision : page.decisions()) {
            pace.accept(1);
            judge(decision, counted, changes);
        }
        return new JudgedPage(counted, changes);
    }

    private void judge(StoredDecision decision, RescanTally counted, List<Rejudged> changes) {
        var decidedBefore = own.changeOf(decision);
        if (decidedBefore.isPresent()) {
            counted.changed(decidedBefore.get());
            return;
        }
        if (decision.isUnreadable()) {
            counted.skipped(SkipLimit.UNREADABLE);
            return;
        }
        var payload = decision.payload();
        if (payload.isEmpty()) {
            counted.skipped(AUTHOR_GONE);
            return;
        }
        var held = overrides.get();
        switch (JudgedAgain.of(contents, moderator, held, decision, payload.get())) {
            case JudgedAgain.NotJudged(var reason) -> counted.skipped(reason);
            case JudgedAgain.Judged(var opened, var judgement, var isChange) -> {
                if (isChange) changes.add(new Rejudged(decision, opened, judgement, held));
                else
                    counted.unchanged(
                            decision.report().policyDigest(),
                            !judgement.degraded().isEmpty());
            }
        }
    }
}
