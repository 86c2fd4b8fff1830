package io.gatehouse.jobs.attestation;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.CountedSteps;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.JobTraits;
import io.gatehouse.jobs.Pacing;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.Throttle;
import io.gatehouse.residency.attestation.Attestation;
import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import tools.jackson.databind.json.JsonMapper;

/**
 * One region after another counts, digests and signs what it holds, keeps the statement, and says in its log that it did: with
 * the digest of the statement, so that another one of the same time cannot be put in its place. A restart goes on with the
 * region at which the run ended; a statement that was kept already is not made again.
 */
public final class AttestationJob implements BatchJob {
    /** Of the job and of its log entries. */
    public static final String NAME = Attestation.ENTRY_KIND;

    private static final String REGION = "region";
    private static final String ALL = "all";
    private static final String REGIONS = "regions";
    private static final String AT = "at";

    /** A moment that is looked at for longer keeps the database from tidying up after everybody else. */
    private static final Duration LONGEST_HELD = Duration.ofHours(1);

    private final AttestedCells cells;
    private final ScreeningPace pace;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random unguessable: ids of log entries are derived from it */
    public AttestationJob(AttestedCells cells, ScreeningPace pace, RandomGenerator random, Clock clock) {
        this.cells = cells;
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
        return "Counts, digests and signs what regions hold; GET /v1/regions/{region}/attestation has the statement.";
    }

    @Override
    public List<JobParameterHelp> parameters() {
        var help = new ArrayList<JobParameterHelp>();
        help.add(new JobParameterHelp(REGION, "one region, or all that are served here", ALL));
        help.addAll(Pacing.help("things counted"));
        help.add(new JobParameterHelp(RunRequest.DRY_RUN, "true counts, and signs and keeps nothing", "false"));
        return List.copyOf(help);
    }

    @Override
    public JobTraits traits() {
        return new JobTraits(
                "regions one after another: a statement is of one moment",
                "`throttle` (things counted a second), `yield_above_ms`",
                "one region: of two moments there is no statement",
                "`dry_run=true` counts, and signs and keeps nothing",
                SkipLimit.none("what cannot be counted fails the run"),
                "`attestation`, none of a dry run");
    }

    @Override
    public Preparation prepare(Map<String, String> given) {
        var asked = new Asked(given);
        asked.refuseAllBut(parameters().stream().map(JobParameterHelp::name).toList(), NAME);
        String region = asked.text(REGION).orElse(ALL);
        var regions = cells.served().stream()
                .map(RegionId::value)
                .filter(each -> region.equals(ALL) || region.equals(each))
                .toList();
        if (regions.isEmpty()) asked.fault(REGION, "must be all, or a region that is served here");
        var parameters = new JobParametersBuilder()
                .addString(RUN, DerivedId.random(random), true)
                .addString(REGION, region, false)
                .addString(REGIONS, String.join(",", regions), false)
                .addString(RunRequest.DRY_RUN, Boolean.toString(asked.flag(RunRequest.DRY_RUN)), false);
        Pacing.read(asked, parameters);
        return asked.isFaulty()
                ? new Preparation.Refused(asked.faults())
                : new Preparation.Ready(parameters.toJobParameters());
    }

    @Override
    public Plan plan(JobParameters parameters, JobRepository jobs) {
        String run = Objects.requireNonNull(parameters.getString(RUN));
        var regions = regions(parameters);
        List<ParameterFault> faults = regions.stream()
                .filter(region -> !cells.served().contains(region))
                .map(region -> new ParameterFault(REGION, region + " is not served here any more"))
                .toList();
        if (!faults.isEmpty()) return new Plan.Refused(faults);
        List<Step> steps = new ArrayList<>();
        boolean dryRun = Boolean.parseBoolean(parameters.getString(RunRequest.DRY_RUN));
        var throttle = Pacing.of(parameters, pace);
        for (var region : regions)
            steps.add(CountedSteps.of("attest." + region, jobs, execution -> {
                var attester = cells.attester(region);
                return dryRun
                        ? rehearse(region, attester, execution, throttle)
                        : attest(region, attester, run, execution, jobs, throttle);
            }));
        var job = new JobBuilder(NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return new Plan.Planned(job.build());
    }

    private static List<RegionId> regions(JobParameters parameters) {
        return Stream.of(Objects.requireNonNull(parameters.getString(REGIONS)).split(","))
                .map(RegionId::new)
                .toList();
    }

    /** Goes on without holding back once tables were looked at for too long. */
    private static IntConsumer held(Throttle throttle) {
        long end = System.nanoTime() + LONGEST_HELD.toNanos();
        return lines -> {
            if (System.nanoTime() < end) throttle.passWithin(lines);
        };
    }

    private long rehearse(RegionId region, Attester attester, StepExecution step, Throttle throttle) {
        var attestation = attester.count(cells.facts(region), clock.instant(), held(throttle));
        var summary = new LinkedHashMap<String, Object>();
        summary.put("counts", counts(attestation));
        summary.put("dry_run", true);
        keep(step, region, summary);
        return counted(attestation);
    }

    /** @return how many things were counted */
    private long attest(
            RegionId region, Attester attester, String run, StepExecution step, JobRepository jobs, Throttle throttle) {
        var context = step.getExecutionContext();
        // A run that died here may have kept its statement: the entry is about that one then.
        Optional<byte[]> kept =
                context.containsKey(AT) ? attester.keptAt(Instant.parse(context.getString(AT))) : Optional.empty();
        byte[] note = kept.orElseGet(() -> {
            // As the database keeps times.
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            context.putString(AT, at.toString());
            jobs.updateExecutionContext(step);
            return attester.attest(cells.facts(region), at, held(throttle));
        });
        var attestation = Attestation.open(note, attester.verifierKey());
        long index = cells.writer(region)
                .append(new LogEvent(
                        DerivedId.ofEvent(NAME, region, run), NAME, clock.instant(), attestation.evidence(note)));
        keep(step, region, summary(attestation, note, index));
        return counted(attestation);
    }

    private static void keep(StepExecution step, RegionId region, Map<String, Object> summary) {
        step.getJobExecution()
                .getExecutionContext()
                .putString(SUMMARY + region, JsonMapper.shared().writeValueAsString(summary));
    }

    private static long counted(Attestation attestation) {
        return attestation.kinds().stream()
                .mapToLong(Attestation.Counted::count)
                .sum();
    }

    private static Map<String, Long> counts(Attestation attestation) {
        return attestation.kinds().stream()
                .collect(Collectors.toMap(
                        Attestation.Counted::kind, Attestation.Counted::count, Long::sum, LinkedHashMap::new));
    }

    private static Map<String, Object> summary(Attestation attestation, byte[] note, long index) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("at", attestation.at().toString());
        summary.put("statement_sha256", Attestation.sha256(note));
        summary.put("log_index", index);
        summary.put("counts", counts(attestation));
        return summary;
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        return CountedSteps.advance("things counted", steps, regions(parameters).size());
    }
}
