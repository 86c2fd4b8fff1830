package io.gatehouse.jobs.attestation;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.CountedSteps;
import io.gatehouse.jobs.DerivedId;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.residency.attestation.Attestation;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private final AttestedCells cells;
    private final RandomGenerator random;
    private final Clock clock;

    /** @param random unguessable: ids of log entries are derived from it */
    public AttestationJob(AttestedCells cells, RandomGenerator random, Clock clock) {
        this.cells = cells;
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
        return List.of(new JobParameterHelp(REGION, "one region, or all that are served here", ALL));
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
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        return new Preparation.Ready(new JobParametersBuilder()
                .addString(RUN, DerivedId.random(random), true)
                .addString(REGION, region, false)
                .addString(REGIONS, String.join(",", regions), false)
                .toJobParameters());
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
        for (var region : regions) steps.add(step(region, run, jobs));
        var job = new JobBuilder(NAME, jobs).start(steps.getFirst());
        steps.stream().skip(1).forEach(job::next);
        return new Plan.Planned(job.build());
    }

    private static List<RegionId> regions(JobParameters parameters) {
        return Stream.of(Objects.requireNonNull(parameters.getString(REGIONS)).split(","))
                .map(RegionId::new)
                .toList();
    }

    private Step step(RegionId region, String run, JobRepository jobs) {
        return CountedSteps.of("attest." + region, jobs, execution -> attest(region, run, execution, jobs));
    }

    /** @return how many things were counted */
    private long attest(RegionId region, String run, StepExecution step, JobRepository jobs) {
        var attester = cells.attester(region);
        var context = step.getExecutionContext();
        // A run that died here may have kept its statement: the entry is about that one then.
        Optional<byte[]> kept =
                context.containsKey(AT) ? attester.keptAt(Instant.parse(context.getString(AT))) : Optional.empty();
        byte[] note = kept.orElseGet(() -> {
            // As the database keeps times.
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            context.putString(AT, at.toString());
            jobs.updateExecutionContext(step);
            return attester.attest(cells.facts(region), at);
        });
        var attestation = Attestation.open(note, attester.verifierKey());
        long index = cells.writer(region)
                .append(new LogEvent(
                        DerivedId.ofEvent(NAME, region, run), NAME, clock.instant(), attestation.evidence(note)));
        step.getJobExecution().getExecutionContext().putString(SUMMARY + region, summary(attestation, note, index));
        return attestation.kinds().stream()
                .mapToLong(Attestation.Counted::count)
                .sum();
    }

    private static String summary(Attestation attestation, byte[] note, long index) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("at", attestation.at().toString());
        summary.put("statement_sha256", Attestation.sha256(note));
        summary.put("log_index", index);
        summary.put(
                "counts",
                attestation.kinds().stream()
                        .collect(Collectors.toMap(
                                Attestation.Counted::kind, Attestation.Counted::count, Long::sum, LinkedHashMap::new)));
        return JsonMapper.shared().writeValueAsString(summary);
    }

    @Override
    public Advance advance(JobParameters parameters, Collection<StepExecution> steps) {
        return CountedSteps.advance("things counted", steps, regions(parameters).size());
    }
}
