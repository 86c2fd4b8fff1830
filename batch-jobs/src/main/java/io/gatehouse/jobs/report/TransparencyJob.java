package io.gatehouse.jobs.report;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.CountedSteps;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.JobTraits;
import io.gatehouse.jobs.Pacing;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.Throttle;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the transparency report of the period that ended last, and keeps it, once: a run that finds it kept does nothing, so that it
 * may be scheduled every day. What the report lacks makes the run fail with every reason; it is repaired in the operator's file and
 * restarted.
 */
public final class TransparencyJob implements BatchJob {
    public static final String NAME = "transparency-report";

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String REGIONS = "regions";
    private static final String ALL = "all";
    /** When the run did: a report that was made since is its own, whoever of its executions made it. */
    private static final String BEGAN = "began";

    private final DsaDesk desk;
    private final DsaDesk.Givens givens;
    private final RecordedCells cells;
    private final List<RegionId> topology;
    private final ZoneId zone;
    private final ScreeningPace pace;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param topology every region there is: one that is not served here is not left out in silence */
    public TransparencyJob(
            DsaDesk desk,
            DsaDesk.Givens givens,
            RecordedCells cells,
            List<RegionId> topology,
            ZoneId zone,
            ScreeningPace pace,
            RandomGenerator random,
            Clock clock) {
        this.desk = desk;
        this.givens = givens;
        this.cells = cells;
        this.topology = List.copyOf(topology);
        this.zone = zone;
        this.pace = pace;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Makes the DSA transparency report of a period from the records, and keeps it; GET /v1/reports has it.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        var help = new ArrayList<>(List.of(
                new JobParameterHelp(FROM, "first day of the period", "that of the period that ended last"),
                new JobParameterHelp(TO, "last day of the period", "likewise"),
                new JobParameterHelp(REGIONS, "whose records are counted, with commas; each served here", ALL)));
        help.addAll(Pacing.help("questions to a cell"));
        help.add(new JobParameterHelp(RunRequest.DRY_RUN, "true makes the report, and keeps nothing", "false"));
        return List.copyOf(help);
    }

    @Override
    public JobTraits traits() {
        return new JobTraits(
                "regions one after another: numbers are added up to one report",
                "`throttle` (questions to a cell a second, six a region), `yield_above_ms`",
                "the report: it is kept whole, once",
                "`dry_run=true` makes the report and says what it lacks, and keeps nothing",
                SkipLimit.none("what is not counted would be a wrong report"),
                "`report`, once for each version, none of a dry run");
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(parameters().stream().map(JobParameterHelp::name).toList(), NAME);
        var period = period(asked);
        var regions = regions(asked);
        boolean dryRun = asked.flag(RunRequest.DRY_RUN);
        var parameters = new JobParametersBuilder();
        Pacing.read(asked, parameters);
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        return new Preparation.Ready(parameters
                .addString(RUN, DerivedId.random(random), true)
                .addString(FROM, period.orElseThrow().start().toString(), false)
                .addString(TO, period.orElseThrow().end().toString(), false)
                .addString(REGIONS, String.join(",", regions), false)
                .addString(RunRequest.DRY_RUN, Boolean.toString(dryRun), false)
                .addString(BEGAN, clock.instant().toString(), false)
                .toJobParameters());
    }

    private Optional<ReportingPeriod> period(Asked asked) {
        var from = asked.value(FROM, TransparencyJob::day, "must be a day such as 2026-01-01");
        var to = asked.value(TO, TransparencyJob::day, "must be a day such as 2026-06-30");
        if (asked.isFaulty()) return Optional.empty();
        if (from.isPresent() && to.isPresent() && !to.get().isBefore(from.get()))
            return Optional.of(new ReportingPeriod(from.get(), to.get()));
        if (from.isPresent() || to.isPresent()) {
            asked.fault(FROM, "from and to go together, and to is not before from");
            return Optional.empty();
        }
        var today = LocalDate.ofInstant(clock.instant(), zone);
        try {
            var provider = givens.on(today).words().kind();
            return Optional.of(ReportingPeriod.around(
                    ReportingPeriod.around(today, provider).start().minusDays(1), provider));
        } catch (IOException e) {
            asked.fault(FROM, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private List<String> regions(Asked asked) {
        String named = asked.text(REGIONS).orElse(ALL);
        var regions = named.equals(ALL) ? topology.stream().map(RegionId::value).toList() : List.of(named.split(","));
        var served = cells.served().stream().map(RegionId::value).toList();
        regions.stream()
                .filter(region -> !served.contains(region))
                .forEach(region -> asked.fault(
                        REGIONS, "'" + region + "' is not served here; served are " + String.join(",", served)));
        return regions;
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var throttle = Pacing.of(parameters, pace);
        var step = CountedSteps.of("report", jobs, execution -> make(parameters, execution, throttle));
        return new Plan.Planned(new JobBuilder(NAME, jobs).start(step).build());
    }

    private long make(JobParameters parameters, StepExecution step, Throttle throttle) {
        var period = new ReportingPeriod(
                LocalDate.parse(Objects.requireNonNull(parameters.getString(FROM))),
                LocalDate.parse(Objects.requireNonNull(parameters.getString(TO))));
        var regions = Stream.of(
                        Objects.requireNonNull(parameters.getString(REGIONS)).split(","))
                .map(RegionId::new)
                .toList();
        var order = new DsaDesk.Order(period, null, regions, null, null, false, null, "job:" + NAME);
        var summary = new LinkedHashMap<String, Object>();
        try {
            if (Boolean.parseBoolean(parameters.getString(RunRequest.DRY_RUN))) rehearse(order, throttle, summary);
            else make(order, parameters, throttle, summary);
            step.getJobExecution()
                    .getExecutionContext()
                    .putString(SUMMARY + DsaDesk.NAME, JsonMapper.shared().writeValueAsString(summary));
            return 1;
        } catch (IOException unreadable) {
            // Of the template or the operator's words, with the reason.
            throw new ReportRefusedException(String.valueOf(unreadable.getMessage()));
        }
    }

    private void rehearse(DsaDesk.Order order, Throttle throttle, Map<String, Object> summary) throws IOException {
        var lacks = switch (desk.rehearse(order, throttle::passWithin)) {
            case DsaReports.Making.Made _ -> List.<String>of();
            case DsaReports.Making.Refused(var why) -> why;
        };
        summary.put("period", order.period().toString());
        summary.put("lacks", lacks);
        summary.put("dry_run", true);
    }

    private void make(DsaDesk.Order order, JobParameters parameters, Throttle throttle, Map<String, Object> summary)
            throws IOException {
        var outcome = desk.make(order, throttle::passWithin);
        var report = switch (outcome) {
            case DsaDesk.Outcome.Kept(var kept) -> kept;
            case DsaDesk.Outcome.Exists(var kept) -> kept;
            case DsaDesk.Outcome.Refused(var why) ->
                throw new ReportRefusedException(order.period() + ": " + String.join("; ", why));
        };
        summary.put("report", report.id());
        summary.put("period", order.period().toString());
        summary.put("version", report.version());
        summary.put("digest", report.digest());
        summary.put("made_now", !report.madeAt().isBefore(began(parameters)));
    }

    /** As the database keeps times. A run of before this was kept began before anything. */
    private static Instant began(JobParameters parameters) {
        String began = parameters.getString(BEGAN);
        return began == null ? Instant.MIN : Instant.parse(began).truncatedTo(ChronoUnit.MICROS);
    }

    /** The report lacks something that a person must add; then the run can be restarted. */
    static final class ReportRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReportRefusedException(String why) {
            super(why);
        }
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        return CountedSteps.advance("reports", steps, 1);
    }
}
