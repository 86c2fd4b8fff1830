package io.gatehouse.jobs.exchange;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.JobTraits;
import io.gatehouse.jobs.Pacing;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
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
    public static final String NAME = "hash-exchange";
    private static final String EXCHANGE = "exchange";
    private static final String ALL = "all";
    /** When the run did: what was said back since was said by it. */
    private static final String BEGAN = "began";

    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    /** Rows that say something which is no hash: single ones are typing errors, more are another format than the documents have. */
    private static final int MOST_REFUSED = 1_000;

    private static final SkipLimit SKIPS = new SkipLimit(
            new TreeSet<>(List.of(ExchangeRun.REFUSED)),
            MOST_REFUSED,
            "single rows are typing errors; more are another format than the list's documents have");

    private final ExchangeCells cells;
    private final ScreeningPace pace;
    private final Map<String, ExchangeSettings> exchanges;
    private final ExchangeHttp http;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random unguessable: names runs */
    public HashExchangeJob(
            ExchangeCells cells,
            List<ExchangeSettings> exchanges,
            ExchangeHttp http,
            ScreeningPace pace,
            RandomGenerator random,
            Clock clock) {
        this.cells = cells;
        this.pace = pace;
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
        var help = new ArrayList<JobParameterHelp>();
        help.add(new JobParameterHelp(EXCHANGE, "one exchange, or all that belong to regions served here", ALL));
        help.addAll(Pacing.help("rows"));
        help.add(new JobParameterHelp(
                RunRequest.SKIP_LIMIT,
                "fails when more rows of an exchange are no hashes",
                Integer.toString(MOST_REFUSED)));
        help.add(new JobParameterHelp(RunRequest.DRY_RUN, "true fetches, and takes in and says back nothing", "false"));
        return List.copyOf(help);
    }

    @Override
    public JobTraits traits() {
        return new JobTraits(
                "exchanges one after another: each page says where the next is",
                "`throttle` (rows a second), `yield_above_ms`",
                "one page",
                "`dry_run=true` fetches, and takes in and says back nothing",
                SKIPS,
                "`hash-exchange`, none of a dry run");
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(parameters().stream().map(JobParameterHelp::name).toList(), NAME);
        String name = asked.text(EXCHANGE).orElse(ALL);
        if (exchanges.isEmpty())
            asked.fault(EXCHANGE, "none is configured for a region that is served here (gatehouse.exchanges)");
        else if (!name.equals(ALL) && !exchanges.containsKey(name))
            asked.fault(EXCHANGE, "must be all, or one of " + String.join(", ", exchanges.keySet()));
        var parameters = new JobParametersBuilder()
                .addString(RUN, DerivedId.random(random), true)
                .addString(EXCHANGE, name, false)
                .addLong(
                        RunRequest.SKIP_LIMIT,
                        asked.number(RunRequest.SKIP_LIMIT, 0, Integer.MAX_VALUE, MOST_REFUSED),
                        false)
                .addString(RunRequest.DRY_RUN, Boolean.toString(asked.flag(RunRequest.DRY_RUN)), false)
                .addString(BEGAN, clock.instant().toString(), false);
        Pacing.read(asked, parameters);
        return asked.isFaulty()
                ? new Preparation.Refused(asked.faults())
                : new Preparation.Ready(parameters.toJobParameters());
    }

    private ExchangeRun.Asked asked(JobParameters parameters) {
        Long limit = parameters.getLong(RunRequest.SKIP_LIMIT);
        String began = parameters.getString(BEGAN);
        return new ExchangeRun.Asked(
                Boolean.parseBoolean(parameters.getString(RunRequest.DRY_RUN)),
                limit == null ? Long.MAX_VALUE : limit,
                began == null ? Instant.EPOCH : Instant.parse(began),
                Pacing.of(parameters, pace));
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
        var asked = asked(parameters);
        for (var exchange : wanted) {
            var run = new ExchangeRun(
                    exchange, HashExchange.of(exchange, http, clock), cells, asked, jobs, failures, clock);
            steps.add(run.fetching());
            if (exchange.feedback() && !asked.dryRun()) steps.add(run.saying());
        }
        String run = Objects.requireNonNull(parameters.getString(RUN));
        steps.add(conclude(run, wanted, asked.dryRun(), jobs, failures));
        var job = new JobBuilder(NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return new Plan.Planned(job.build());
    }

    /** So that a run in which something failed is not one that was completed. */
    private Step conclude(
            String run, List<ExchangeSettings> wanted, boolean dryRun, JobRepository jobs, List<String> failures) {
        return new StepBuilder("conclude", jobs)
                .tasklet(
                        (_, chunk) -> {
                            if (!failures.isEmpty()) throw new ExchangesFailedException(String.join("; ", failures));
                            if (dryRun) return RepeatStatus.FINISHED;
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

    /** Some exchange failed: the message names each, and why. */
    static final class ExchangesFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExchangesFailedException(String why) {
            super(why);
        }
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
            rows += step.getExecutionContext().getLong(ExchangeRun.ROWS, 0);
            if (step.getExecutionContext().containsKey(ExchangeRun.ENDED)) ended++;
        }
        long all = wanted(parameters).stream()
                .mapToLong(exchange -> exchange.feedback() ? 2 : 1)
                .sum();
        return new Advance("rows", rows, all == 0 ? 1 : Math.min(1, ended / (double) all));
    }
}
