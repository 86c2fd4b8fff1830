package io.gatehouse.jobs.exchange;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.SaidOfHash;
import io.gatehouse.residency.crossing.CrossingRefused;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches what changed in the hash lists of other bodies, page by page, and tells them what people said of matches. Where a fetch
 * goes on stands in the cell, with the page that was taken last: whoever dies fetches one page again at most. One list that cannot
 * be fetched keeps no other from it; the run fails at its end, naming it, and the list is left alone for a while.
 */
public final class HashExchangeJob implements BatchJob {
    private static final Logger LOG = LoggerFactory.getLogger(HashExchangeJob.class);

    public static final String NAME = "hash-exchange";
    private static final String EXCHANGE = "exchange";
    private static final String ALL = "all";
    private static final String ROWS = "rows";
    private static final String ENDED = "ended";
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    /** What failed is left alone for so long, unless the other side asked for longer. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    /** Matches about which something is said back in one run. */
    private static final int MOST_SAID = 500;

    private static final int STALE_AT_ONCE = 5_000;

    private final ExchangeCells cells;
    private final Map<String, ExchangeSettings> exchanges;
    private final ExchangeHttp http;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random unguessable: names runs */
    public HashExchangeJob(
            ExchangeCells cells,
            List<ExchangeSettings> exchanges,
            ExchangeHttp http,
            RandomGenerator random,
            Clock clock) {
        this.cells = cells;
        this.exchanges = new TreeMap<>();
        exchanges.stream()
                .filter(exchange -> cells.served().contains(exchange.region()))
                .forEach(exchange -> this.exchanges.put(exchange.name(), exchange));
        this.http = http;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Fetches what changed in the hash lists of other bodies, and tells them what people said of matches.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(new JobParameterHelp(EXCHANGE, "one exchange, or all that belong to regions served here", ALL));
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(List.of(EXCHANGE), NAME);
        String name = asked.text(EXCHANGE).orElse(ALL);
        if (exchanges.isEmpty())
            asked.fault(EXCHANGE, "none is configured for a region that is served here (gatehouse.exchanges)");
        else if (!name.equals(ALL) && !exchanges.containsKey(name))
            asked.fault(EXCHANGE, "must be all, or one of " + String.join(", ", exchanges.keySet()));
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        return new Preparation.Ready(new JobParametersBuilder()
                .addString(RUN, DerivedId.random(random), true)
                .addString(EXCHANGE, name, false)
                .toJobParameters());
    }

    private List<ExchangeSettings> wanted(JobParameters parameters) {
        String name = Objects.requireNonNull(parameters.getString(EXCHANGE));
        return exchanges.values().stream()
                .filter(exchange -> name.equals(ALL) || name.equals(exchange.name()))
                .toList();
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var wanted = wanted(parameters);
        if (wanted.isEmpty())
            return new Plan.Refused(List.of(new ParameterFault(EXCHANGE, "is not configured here any more")));
        List<String> failures = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (var exchange : wanted) {
            steps.add(new Turn(exchange, jobs, failures).fetch());
            if (exchange.feedback()) steps.add(new Turn(exchange, jobs, failures).say());
        }
        String run = Objects.requireNonNull(parameters.getString(RUN));
        steps.add(conclude(run, wanted, jobs, failures));
        var job = new JobBuilder(NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return new Plan.Planned(job.build());
    }

    /** So that a run in which something failed is not one that was completed. */
    private Step conclude(String run, List<ExchangeSettings> wanted, JobRepository jobs, List<String> failures) {
        return new StepBuilder("conclude", jobs)
                .tasklet(
                        (_, chunk) -> {
                            if (!failures.isEmpty()) throw new IllegalStateException(String.join("; ", failures));
                            var context = chunk.getStepContext()
                                    .getStepExecution()
                                    .getJobExecution()
                                    .getExecutionContext();
                            for (var region : new TreeSet<>(wanted.stream()
                                    .map(ExchangeSettings::region)
                                    .toList()))
                                cells.exchanges(region)
                                        .ended(
                                                DerivedId.ofEvent(NAME, region, run),
                                                NAME,
                                                evidence(region, wanted, context),
                                                clock.instant());
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .allowStartIfComplete(true)
                .build();
    }

    /** What became of each exchange of a region; a repeat makes the same facts, so no time is among them. */
    private static EntryFacts evidence(RegionId region, List<ExchangeSettings> wanted, ExecutionContext context) {
        var facts = new TreeMap<String, Object>();
        for (var exchange : wanted) {
            if (!exchange.region().equals(region)) continue;
            var told = new TreeMap<String, Object>();
            for (var key : List.of(SUMMARY + exchange.name(), SUMMARY + exchange.name() + ".answers"))
                if (context.containsKey(key))
                    JsonMapper.shared().readValue(context.getString(key), TREE).forEach((name, value) -> {
                        if (value instanceof Number count) told.put(name, count.longValue());
                    });
            facts.put(exchange.name(), told);
        }
        return new EntryFacts(facts);
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        long rows = 0;
        int ended = 0;
        for (var step : steps) {
            rows += step.getExecutionContext().getLong(ROWS, 0);
            if (step.getExecutionContext().containsKey(ENDED)) ended++;
        }
        long all = wanted(parameters).stream()
                .mapToLong(exchange -> exchange.feedback() ? 2 : 1)
                .sum();
        return new Advance("rows", rows, all == 0 ? 1 : Math.min(1, ended / (double) all));
    }

    /** One exchange in one start of a run. */
    private final class Turn {
        private final ExchangeSettings settings;
        private final JobRepository jobs;
        private final List<String> failures;
        private final HashExchange exchange;
        private final Map<String, Object> summary = new LinkedHashMap<>();
        private long pages;
        private long rows;
        private long added;
        private long removed;
        private long refused;

        Turn(ExchangeSettings settings, JobRepository jobs, List<String> failures) {
            this.settings = settings;
            this.jobs = jobs;
            this.failures = failures;
            this.exchange = HashExchange.of(settings, http, clock);
        }

        Step fetch() {
            return step("fetch." + settings.name(), this::fetchPage);
        }

        Step say() {
            return step("say." + settings.name(), this::sayBack);
        }

        private Step step(String name, Work work) {
            return new StepBuilder(name, jobs)
                    .tasklet(
                            (_, chunk) -> {
                                var execution = chunk.getStepContext().getStepExecution();
                                boolean more = guarded(work, execution);
                                execution.getExecutionContext().putLong(ROWS, rows);
                                if (!more) execution.getExecutionContext().putLong(ENDED, 1);
                                // Between two pages a run may be stopped.
                                return more ? RepeatStatus.CONTINUABLE : RepeatStatus.FINISHED;
                            },
                            new ResourcelessTransactionManager())
                    // What failed is fetched again by the same run, and costs little where nothing changed.
                    .allowStartIfComplete(true)
                    .build();
        }

        private boolean guarded(Work work, StepExecution execution) {
            try {
                return work.more(execution);
            } catch (ExchangeException failed) {
                var now = clock.instant();
                var wait = failed.retryAfter()
                        .filter(asked -> asked.compareTo(LEFT_ALONE) > 0)
                        .orElse(LEFT_ALONE);
                store().failed(settings.name(), String.valueOf(failed.getMessage()), now, now.plus(wait));
                fail(String.valueOf(failed.getMessage()), execution);
                return false;
            }
        }

        private void fail(String sentence, StepExecution execution) {
            LOG.warn("hash exchange {}: {}", settings.name(), sentence);
            failures.add(settings.name() + ": " + sentence);
            summary.put("failure", sentence);
            summarise(execution);
        }

        private io.gatehouse.residency.bank.ExchangeStore store() {
            return cells.exchanges(settings.region());
        }

        private Act act() {
            return new Act(cells.newEventId(settings.region()), "exchange:" + settings.name(), clock.instant());
        }

        private boolean fetchPage(StepExecution execution) {
            if (!cells.hasBank(settings.region(), settings.bank())) {
                fail("the region has no bank " + settings.bank() + "; make it first", execution);
                return false;
            }
            var state = current();
            if (!state.bank().equals(settings.bank())) {
                fail(
                        "what was fetched lies in the bank " + state.bank() + "; give the exchange another name",
                        execution);
                return false;
            }
            if (state.waitUntil().filter(clock.instant()::isBefore).isPresent()) {
                summary.put("left_alone_until", state.waitUntil().get().toString());
                summarise(execution);
                return false;
            }
            var page = exchange.fetch(state, pages++ == 0);
            var applied = store().apply(state, page, act());
            rows += page.rows().size();
            added += applied.added();
            removed += applied.removed();
            refused += page.refused();
            if (page.isLast() && state.generation() > 1)
                while (store().removeStale(state, STALE_AT_ONCE, act()) == STALE_AT_ONCE) LOG.debug("more are stale");
            summary.put("rows", rows);
            summary.put("added", added);
            summary.put("removed", removed);
            summary.put("refused", refused);
            summarise(execution);
            return !page.isLast();
        }

        private ExchangeRow current() {
            var state = store().open(settings.name(), settings.bank());
            boolean isStale = exchange.staleAfter()
                    .flatMap(limit -> state.fetchedAt().map(at -> at.plus(limit)))
                    .filter(clock.instant()::isAfter)
                    .isPresent();
            // What was deleted meanwhile is not told any more, so everything is fetched, and what does not come goes.
            return isStale ? store().restart(settings.name()) : state;
        }

        private boolean sayBack(StepExecution execution) {
            var state = store().find(settings.name());
            if (state.isEmpty()
                    || state.get().waitUntil().filter(clock.instant()::isBefore).isPresent()) return false;
            var unsaid = store().unsaid(state.get(), MOST_SAID);
            if (unsaid.isEmpty()) return false;
            var said = new ArrayList<SaidOfHash>();
            try {
                var passage = cells.pass(settings, unsaid.size());
                try {
                    for (var each : unsaid) {
                        passage.checkKind(DataKind.REPORT);
                        passage.take(1);
                        exchange.say(each);
                        said.add(each);
                    }
                } finally {
                    store().saidBack(state.get(), said, passage.id(), act());
                }
                summary.put("said_back", said.size());
            } catch (CrossingRefused refusal) {
                // Not a failure of the run: asking again with the same would only fill the log.
                LOG.warn("hash exchange {}: nothing is said back: {}", settings.name(), refusal.getMessage());
                summary.put("not_said_back", String.valueOf(refusal.getMessage()));
            }
            summarise(execution);
            return false;
        }

        private void summarise(StepExecution execution) {
            var context = execution.getJobExecution().getExecutionContext();
            String key = SUMMARY
                    + (execution.getStepName().startsWith("say.") ? settings.name() + ".answers" : settings.name());
            context.putString(key, JsonMapper.shared().writeValueAsString(summary));
            jobs.updateExecutionContext(execution.getJobExecution());
        }
    }

    @FunctionalInterface
    private interface Work {
        /** @return whether there is more to do */
        boolean more(StepExecution execution);
    }
}
