package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.RedecisionOutcome;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Makes changed judgements decisions, and counts them exactly once, whatever happens in between.
 *
 * <p>The cell and the job's record are two databases, so a crash can fall between a decision and its count. What a
 * chunk is about to decide is therefore recorded first; the next execution looks which of it came to be. Decision ids
 * are derived, so that deciding again finds the decision made before.
 */
final class ChangedVerdicts implements ItemStreamWriter<Rejudged> {
    static final String DECIDED_SINCE = "decided_since";
    private static final String PENDING = "pending";
    /** Enough for one commit to be shared by many; few enough that requests of the door still find room. */
    private static final int WRITES_AT_ONCE = 64;

    private final RegionId region;
    private final String run;
    private final CellReader reader;
    private final CellWriter writer;
    private final StoredContents contents;
    private final Moderator moderator;
    private final RescanTally tally;
    private final StepExecution step;
    private final JobRepository jobs;
    private final Clock clock;

    ChangedVerdicts(
            RegionId region,
            String run,
            CellReader reader,
            CellWriter writer,
            StoredContents contents,
            Moderator moderator,
            RescanTally tally,
            StepExecution step,
            JobRepository jobs,
            Clock clock) {
        this.region = region;
        this.run = run;
        this.reader = reader;
        this.writer = writer;
        this.contents = contents;
        this.moderator = moderator;
        this.tally = tally;
        this.step = step;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
        context.getString(PENDING, "")
                .lines()
                .map(Rejudged.Change::ofLine)
                .filter(change -> reader.decision(idOf(change.superseded())).isPresent())
                .forEach(tally::changed);
    }

    @Override
    public void write(Chunk<? extends Rejudged> chunk) throws Exception {
        if (chunk.isEmpty()) return;
        announce(chunk);
        List<RedecisionOutcome> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < chunk.size(); at += WRITES_AT_ONCE) {
                List<Callable<RedecisionOutcome>> writes = new ArrayList<>();
                for (Rejudged each : chunk.getItems().subList(at, Math.min(at + WRITES_AT_ONCE, chunk.size())))
                    writes.add(() -> redecide(each));
                for (var write : threads.invokeAll(writes)) outcomes.add(outcome(write));
            }
        }
        // Counted only when all are through: a retry of the chunk starts here again with nothing counted.
        for (int i = 0; i < outcomes.size(); i++) count(chunk.getItems().get(i), outcomes.get(i));
    }

    private void announce(Chunk<? extends Rejudged> chunk) {
        String lines =
                chunk.getItems().stream().map(each -> each.change().toLine()).collect(Collectors.joining("\n"));
        step.getExecutionContext().putString(PENDING, lines);
        jobs.updateExecutionContext(step);
    }

    private RedecisionOutcome redecide(Rejudged each) {
        return writer.redecide(contents.redecide(
                idOf(each.superseded().decisionId()),
                each.superseded(),
                each.opened(),
                moderator,
                each.judgement(),
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
                if (standing.equals(idOf(each.superseded().decisionId()))) tally.changed(each.change());
                else tally.skipped(DECIDED_SINCE);
            }
            case RedecisionOutcome.Gone() -> tally.skipped(JudgeAgain.AUTHOR_GONE);
        }
    }

    private String idOf(String superseded) {
        return DerivedId.ofDecision(region, run, superseded);
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context);
        context.remove(PENDING);
    }
}
