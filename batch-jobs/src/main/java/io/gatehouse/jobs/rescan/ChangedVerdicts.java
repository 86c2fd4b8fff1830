package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.RedecisionOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Makes changed judgements decisions. Their ids are derived, so that deciding again after a crash or a lost answer finds
 * the decision made before.
 */
final class ChangedVerdicts implements ItemStreamWriter<JudgedPage> {
    static final String DECIDED_SINCE = "decided_since";
    /** Enough for one commit to be shared by many; few enough that requests of the door still find room. */
    private static final int WRITES_AT_ONCE = 64;

    private final CellWriter cell;
    private final StoredContents contents;
    private final Moderator moderator;
    private final RescanTally tally;
    private final OwnDecisions own;
    private final Clock clock;

    ChangedVerdicts(
            CellWriter cell,
            StoredContents contents,
            Moderator moderator,
            RescanTally tally,
            OwnDecisions own,
            Clock clock) {
        this.cell = cell;
        this.contents = contents;
        this.moderator = moderator;
        this.tally = tally;
        this.own = own;
        this.clock = clock;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
    }

    @Override
    public void write(Chunk<? extends JudgedPage> chunk) throws Exception {
        var changes = chunk.getItems().stream()
                .flatMap(page -> page.changes().stream())
                .toList();
        var outcomes = redecide(changes);
        // Counted only when all are through: a retry of the chunk starts here again with nothing counted.
        chunk.forEach(page -> tally.add(page.counted()));
        for (int i = 0; i < outcomes.size(); i++) count(changes.get(i), outcomes.get(i));
    }

    private List<RedecisionOutcome> redecide(List<Rejudged> changes) throws Exception {
        List<RedecisionOutcome> outcomes = new ArrayList<>();
        if (changes.isEmpty()) return outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < changes.size(); at += WRITES_AT_ONCE) {
                List<Callable<RedecisionOutcome>> writes = new ArrayList<>();
                for (Rejudged each : changes.subList(at, Math.min(at + WRITES_AT_ONCE, changes.size())))
                    writes.add(() -> redecide(each));
                for (var write : threads.invokeAll(writes)) outcomes.add(outcome(write));
            }
        }
        return outcomes;
    }

    private RedecisionOutcome redecide(Rejudged each) {
        return cell.redecide(contents.redecide(
                own.idFor(each.superseded().decisionId()),
                each.superseded(),
                each.opened(),
                moderator,
                each.judgement(),
                each.overrides(),
                clock.instant()));
    }

    /** Unwrapped, so that the step sees whether a retry may help. */
    private static RedecisionOutcome outcome(Future<RedecisionOutcome> write) throws Exception {
        try {
            return write.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) throw cause;
            throw failure;
        }
    }

    private void count(Rejudged each, RedecisionOutcome outcome) {
        switch (outcome) {
            case RedecisionOutcome.Written _ -> tally.changed(each.change());
            case RedecisionOutcome.Superseded(var standing) -> {
                // A retry after an answer that was lost meets its own decision.
                if (standing.equals(own.idFor(each.superseded().decisionId()))) tally.changed(each.change());
                else tally.skipped(DECIDED_SINCE);
            }
            case RedecisionOutcome.Gone() -> tally.skipped(JudgePageAgain.AUTHOR_GONE);
        }
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
    }
}
