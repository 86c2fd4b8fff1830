package io.gatehouse.jobs.exchange;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.Throttle;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.ExchangeStore;
import io.gatehouse.residency.bank.SaidOfHash;
import io.gatehouse.residency.crossing.CrossingRefused;
import io.gatehouse.residency.crossing.DataKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * One exchange in one start or restart of a run. Where its fetch goes on, and all counts, stand in the cell with the page that was
 * taken last; what they were when the run began stands in the run's record. What ended is not done again by a restart.
 */
final class ExchangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRun.class);

    static final String ROWS = "rows";
    static final String ENDED = "ended";
    static final String REFUSED = "refused";

    private static final String ANSWERS_REFUSED = "answers_refused";

    /** What failed is left alone for so long, unless the other side asked for longer. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    /** Matches about which something is said back in one run. */
    private static final int MOST_SAID = 500;

    private static final int STALE_AT_ONCE = 5_000;

    private final ExchangeSettings settings;
    private final HashExchange exchange;
    private final ExchangeCells cells;
    private final Asked asked;
    private final JobRepository jobs;
    private final List<String> failures;
    private final Clock clock;
    private long pages;
    /** Where a rehearsal is, and what it saw: nothing of it is kept. */
    private @Nullable ExchangeRow rehearsed;

    /**
     * @param mostRefused rows that are no hashes, in one exchange
     * @param began when the run did
     */
    record Asked(boolean dryRun, long mostRefused, Instant began, Throttle throttle) {}

    /** @param failures of all exchanges, one sentence each: the run fails at its end */
    ExchangeRun(
            ExchangeSettings settings,
            HashExchange exchange,
            ExchangeCells cells,
            Asked asked,
            JobRepository jobs,
            List<String> failures,
            Clock clock) {
        this.settings = settings;
        this.exchange = exchange;
        this.cells = cells;
        this.asked = asked;
        this.jobs = jobs;
        this.failures = failures;
        this.clock = clock;
    }

    Step fetching() {
        return step("fetch.", this::fetchPage);
    }

    Step saying() {
        return step("say.", this::sayBack);
    }

    @FunctionalInterface
    private interface Work {
        /** @return whether there is more to do */
        boolean more(StepExecution execution);
    }

    private Step step(String kind, Work work) {
        String name = kind + settings.name();
        return new StepBuilder(name, jobs)
                .tasklet(
                        (_, chunk) -> {
                            var execution = chunk.getStepContext().getStepExecution();
                            boolean more = !run(execution).containsKey(ENDED + "." + name) && guarded(work, execution);
                            if (!more) execution.getExecutionContext().putLong(ENDED, 1);
                            // Between two pages a run may be stopped.
                            return more ? RepeatStatus.CONTINUABLE : RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                // What failed is fetched again by the same run.
                .allowStartIfComplete(true)
                .build();
    }

    /** Over all starts of the run. */
    private static ExecutionContext run(StepExecution execution) {
        return execution.getJobExecution().getExecutionContext();
    }

    private boolean guarded(Work work, StepExecution execution) {
        try {
            boolean more = work.more(execution);
            if (!more) {
                run(execution).putLong(ENDED + "." + execution.getStepName(), 1);
                jobs.updateExecutionContext(execution.getJobExecution());
            }
            return more;
        } catch (ExchangeException failed) {
            var now = clock.instant();
            var wait = failed.retryAfter()
                    .filter(asked -> asked.compareTo(LEFT_ALONE) > 0)
                    .orElse(LEFT_ALONE);
            String why = String.valueOf(failed.getMessage());
            if (!asked.dryRun()) store().failed(settings.name(), why, now, now.plus(wait));
            fail(why, execution);
        } catch (SkipLimit.ExceededException exceeded) {
            fail(String.valueOf(exceeded.getMessage()), execution);
        } catch (CannotFetchException cannot) {
            fail(String.valueOf(cannot.getMessage()), execution);
        }
        return false;
    }

    /** Somebody has to put something right here first. */
    private static final class CannotFetchException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotFetchException(String why) {
            super(why);
        }
    }

    private void fail(String sentence, StepExecution execution) {
        LOG.warn("hash exchange {}: {}", settings.name(), sentence);
        failures.add(settings.name() + ": " + sentence);
        var summary = counts(execution);
        summary.put("failure", sentence);
        summarise(execution, summary);
    }

    private ExchangeStore store() {
        return cells.exchanges(settings.region());
    }

    private Act act() {
        return new Act(cells.newEventId(settings.region()), "exchange:" + settings.name(), clock.instant());
    }

    private boolean fetchPage(StepExecution execution) {
        String category = cells.categoryOf(settings.region(), settings.bank())
                .orElseThrow(() ->
                        new CannotFetchException("the region has no bank " + settings.bank() + "; make it first"));
        // Whatever it matched would be labelled by a guess.
        if (Category.ofWireName(category).isEmpty())
            throw new CannotFetchException("the bank " + settings.bank() + " has the category '" + category
                    + "', which is none; put one of " + String.join(", ", Category.WIRE_NAMES));
        var state = current(execution);
        if (!state.bank().equals(settings.bank()))
            throw new CannotFetchException(
                    "what was fetched lies in the bank " + state.bank() + "; give the exchange another name");
        var waits = state.waitUntil().filter(clock.instant()::isBefore);
        // Not a run that was completed: what failed goes on being told, and is tried again when the time is over.
        if (waits.isPresent())
            throw new CannotFetchException("left alone until " + waits.get() + ", as it failed: "
                    + state.failure().orElse("nobody says why"));
        if (hasEnded(state, execution)) {
            removeStale(state);
            tell(execution);
            return false;
        }
        var page = exchange.fetch(state, pages++ == 0);
        // Before it is taken in: that is what screenings wait for.
        asked.throttle().passWithin(page.rows().size());
        if (asked.dryRun()) {
            rehearsed = new ExchangeRow(
                    state.name(),
                    state.bank(),
                    page.checkpoint(),
                    page.cursor(),
                    state.generation(),
                    state.fetchedAt(),
                    state.waitUntil(),
                    state.failedAt(),
                    state.failure(),
                    state.rowsFetched() + page.rows().size(),
                    state.rowsRefused() + page.refused(),
                    state.rowsAdded(),
                    state.rowsRemoved());
        } else {
            var _ = store().apply(state, page, act());
            if (page.isLast()) removeStale(state);
        }
        tell(execution);
        return !page.isLast();
    }

    private void tell(StepExecution execution) {
        var counts = counts(execution);
        summarise(execution, counts);
        long refused = counts.get(REFUSED) instanceof Long many ? many : 0;
        SkipLimit.check(List.of(Map.of(REFUSED, refused)), asked.mostRefused());
    }

    /** Whether an earlier start of the run took the last page, and died before it could say so. */
    private boolean hasEnded(ExchangeRow state, StepExecution execution) {
        return !asked.dryRun()
                && pages == 0
                && state.cursor().isEmpty()
                && !fetchedAt(state).equals(run(execution).getString(before("fetched_at")));
    }

    private static String fetchedAt(ExchangeRow state) {
        return state.fetchedAt().map(Instant::toString).orElse("never");
    }

    private void removeStale(ExchangeRow state) {
        if (state.generation() > 1)
            while (store().removeStale(state, STALE_AT_ONCE, act()) == STALE_AT_ONCE) LOG.debug("more are stale");
    }

    /** As it stands; and, once for a run, with what was counted before it. */
    private ExchangeRow current(StepExecution execution) {
        if (rehearsed != null) return rehearsed;
        var state = opened();
        var run = run(execution);
        if (!run.containsKey(before(ROWS))) {
            run.putString(before("fetched_at"), fetchedAt(state));
            run.putLong(before(ROWS), state.rowsFetched());
            run.putLong(before(REFUSED), state.rowsRefused());
            run.putLong(before("added"), state.rowsAdded());
            run.putLong(before("removed"), state.rowsRemoved());
            // Before anything is taken in: else who dies then counts from there.
            jobs.updateExecutionContext(execution.getJobExecution());
        }
        return state;
    }

    private String before(String count) {
        return "before." + settings.name() + "." + count;
    }

    private ExchangeRow opened() {
        if (asked.dryRun()) {
            var known = store().find(settings.name());
            if (known.isPresent()) return known.get();
        }
        var state = store().open(settings.name(), settings.bank());
        boolean isStale = exchange.staleAfter()
                .flatMap(limit -> state.fetchedAt().map(at -> at.plus(limit)))
                .filter(clock.instant()::isAfter)
                .isPresent();
        // What was deleted meanwhile is not told any more, so everything is fetched, and what does not come goes.
        return isStale && !asked.dryRun() ? store().restart(settings.name()) : state;
    }

    /** Of the run, however often it was interrupted: what the cell counted since it began. */
    private Map<String, Object> counts(StepExecution execution) {
        var counts = new LinkedHashMap<String, Object>();
        var run = run(execution);
        if (!run.containsKey(before(ROWS))) return counts;
        var now = rehearsed != null ? rehearsed : store().find(settings.name()).orElse(null);
        if (now == null) return counts;
        counts.put(ROWS, now.rowsFetched() - run.getLong(before(ROWS)));
        counts.put("added", now.rowsAdded() - run.getLong(before("added")));
        counts.put("removed", now.rowsRemoved() - run.getLong(before("removed")));
        counts.put(REFUSED, now.rowsRefused() - run.getLong(before(REFUSED)));
        execution.getExecutionContext().putLong(ROWS, now.rowsFetched() - run.getLong(before(ROWS)));
        return counts;
    }

    private boolean sayBack(StepExecution execution) {
        var state = store().find(settings.name());
        if (state.isEmpty()
                || state.get().waitUntil().filter(clock.instant()::isBefore).isPresent()) return false;
        var unsaid = store().unsaid(state.get(), MOST_SAID);
        var summary = new LinkedHashMap<String, Object>();
        var run = run(execution);
        String counted = ANSWERS_REFUSED + "." + settings.name();
        if (!unsaid.isEmpty()) run.putLong(counted, run.getLong(counted, 0) + say(state.get(), unsaid, summary));
        long refused = run.getLong(counted, 0);
        // Those that are refused are done with, too.
        long said = store().saidSince(settings.name(), asked.began()) - refused;
        if (said > 0) summary.put("said_back", said);
        if (refused > 0) summary.put(ANSWERS_REFUSED, refused);
        if (!summary.isEmpty()) summarise(execution, summary);
        return false;
    }

    /** @return how many answers the other side refused */
    private long say(ExchangeRow state, List<SaidOfHash> unsaid, Map<String, Object> summary) {
        var answers = new Answers();
        try {
            var passage = cells.pass(settings, unsaid.size());
            try {
                for (var each : unsaid) {
                    passage.checkKind(DataKind.REPORT);
                    passage.take(1);
                    asked.throttle().passWithin(1);
                    answers.say(each);
                }
                answers.refuseIfAllAreRefused();
            } finally {
                store().saidBack(state, answers.done(), passage.id(), act());
            }
        } catch (CrossingRefused refusal) {
            // Not a failure of the run: asking again with the same would only fill the log.
            LOG.warn("hash exchange {}: nothing is said back: {}", settings.name(), refusal.getMessage());
            summary.put("not_said_back", String.valueOf(refusal.getMessage()));
        }
        return answers.refused.size();
    }

    /** What was said in one run. An answer that the other side refuses for itself is refused whenever it comes, and is not said again. */
    private final class Answers {
        private final List<SaidOfHash> taken = new ArrayList<>();
        private final List<SaidOfHash> refused = new ArrayList<>();
        private @Nullable ExchangeException refusal;

        void say(SaidOfHash answer) {
            try {
                exchange.say(answer);
                taken.add(answer);
            } catch (ExchangeException why) {
                if (!why.isOfTheAnswer()) throw why;
                LOG.warn("hash exchange {}: an answer is refused: {}", settings.name(), why.getMessage());
                refused.add(answer);
                refusal = why;
            }
        }

        /** Then it is not this answer or that: something is wrong with how we ask, and all wait until it is put right. */
        void refuseIfAllAreRefused() {
            if (refusal == null || !taken.isEmpty() || refused.size() == 1) return;
            refused.clear();
            throw refusal;
        }

        List<SaidOfHash> done() {
            var done = new ArrayList<>(taken);
            // Who broke off before anything was taken does not know yet whether all are refused.
            if (!taken.isEmpty() || refused.size() == 1) done.addAll(refused);
            return done;
        }
    }

    private void summarise(StepExecution execution, Map<String, Object> summary) {
        if (asked.dryRun()) summary.put("dry_run", true);
        String key = BatchJob.SUMMARY
                + (execution.getStepName().startsWith("say.") ? settings.name() + ".answers" : settings.name());
        run(execution).putString(key, JsonMapper.shared().writeValueAsString(summary));
        jobs.updateExecutionContext(execution.getJobExecution());
    }
}
