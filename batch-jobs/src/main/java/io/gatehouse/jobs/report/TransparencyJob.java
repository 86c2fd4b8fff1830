package io.gatehouse.jobs.report;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.CountedSteps;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
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

    private final DsaDesk desk;
    private final DsaDesk.Givens givens;
    private final RecordedCells cells;
    private final List<RegionId> topology;
    private final ZoneId zone;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param topology every region there is: one that is not served here is not left out in silence */
    public TransparencyJob(
            DsaDesk desk,
            DsaDesk.Givens givens,
            RecordedCells cells,
            List<RegionId> topology,
            ZoneId zone,
            RandomGenerator random,
            Clock clock) {
        this.desk = desk;
        this.givens = givens;
        this.cells = cells;
        this.topology = List.copyOf(topology);
        this.zone = zone;
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
        return List.of(
                new JobParameterHelp(FROM, "first day of the period", "that of the period that ended last"),
                new JobParameterHelp(TO, "last day of the period", "likewise"),
                new JobParameterHelp(REGIONS, "whose records are counted, with commas; each served here", ALL));
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(parameters().stream().map(JobParameterHelp::name).toList(), NAME);
        var period = period(asked);
        var regions = regions(asked);
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        return new Preparation.Ready(new JobParametersBuilder()
                .addString(RUN, DerivedId.random(random), true)
                .addString(FROM, period.orElseThrow().start().toString(), false)
                .addString(TO, period.orElseThrow().end().toString(), false)
                .addString(REGIONS, String.join(",", regions), false)
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
        var regions = named.equals(ALL)
                ? topology.stream().map(RegionId::value).toList()
                : List.of(named.split(","));
        var served = cells.served().stream().map(RegionId::value).toList();
        regions.stream()
                .filter(region -> !served.contains(region))
                .forEach(region -> asked.fault(REGIONS, "'" + region + "' is not served here; served are "
                        + String.join(",", served)));
        return regions;
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        var step = CountedSteps.of("report", jobs, execution -> make(parameters, execution));
        return new Plan.Planned(new JobBuilder(NAME, jobs).start(step).build());
    }

    private long make(JobParameters parameters, StepExecution step) {
        var period = new ReportingPeriod(
                LocalDate.parse(Objects.requireNonNull(parameters.getString(FROM))),
                LocalDate.parse(Objects.requireNonNull(parameters.getString(TO))));
        var regions = Stream.of(
                        Objects.requireNonNull(parameters.getString(REGIONS)).split(","))
                .map(RegionId::new)
                .toList();
        try {
            var outcome = desk.make(new DsaDesk.Order(period, null, regions, null, null, false, null, "job:" + NAME));
            var report = switch (outcome) {
                case DsaDesk.Outcome.Kept(var kept) -> kept;
                case DsaDesk.Outcome.Exists(var kept) -> kept;
                case DsaDesk.Outcome.Refused(var why) ->
                    throw new ReportRefusedException(period + ": " + String.join("; ", why));
            };
            var summary = new LinkedHashMap<String, Object>();
            summary.put("report", report.id());
            summary.put("period", period.toString());
            summary.put("version", report.version());
            summary.put("digest", report.digest());
            summary.put("made_now", outcome instanceof DsaDesk.Outcome.Kept);
            step.getJobExecution()
                    .getExecutionContext()
                    .putString(SUMMARY + DsaDesk.NAME, JsonMapper.shared().writeValueAsString(summary));
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
