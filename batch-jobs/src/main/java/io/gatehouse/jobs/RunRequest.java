package io.gatehouse.jobs;

import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * One run of a {@link RegionTask}, complete: a restart needs nothing else. Nothing personal is in it: the control
 * database keeps it.
 *
 * @param run random; names what this run writes
 * @param region as asked: one region, or {@code all}
 * @param ranges by region
 * @param throttle messages a second; infinite for as fast as can be
 * @param yieldsAbove while one in a hundred screenings takes longer, the run goes slower; zero for never
 * @param skipLimit how much in a region may be left out as broken before the run fails
 * @param spread whether worker processes do the parts
 * @param settings what the task kept of what was asked, by name; never empty strings
 */
public record RunRequest(
        String run,
        String region,
        List<RegionRange> ranges,
        int partitions,
        double throttle,
        Duration yieldsAbove,
        long skipLimit,
        boolean dryRun,
        boolean spread,
        SortedMap<String, String> settings) {
    static final String REGION = "region";
    static final String PARTITIONS = "partitions";
    static final String THROTTLE = "throttle";
    static final String YIELD_ABOVE_MILLIS = "yield_above_ms";
    /** Offered by every job that may leave something out. */
    public static final String SKIP_LIMIT = "skip_limit";
    /** Offered by every job that writes. */
    public static final String DRY_RUN = "dry_run";

    static final String SPREAD = "spread";
    static final String NO_THROTTLE = "none";
    private static final String RANGE = "range.";
    private static final Set<String> COMMON = Set.of(
            BatchJob.RUN,
            BatchJob.SCHEDULED,
            REGION,
            PARTITIONS,
            THROTTLE,
            YIELD_ABOVE_MILLIS,
            SKIP_LIMIT,
            DRY_RUN,
            SPREAD);

    public RunRequest {
        ranges = List.copyOf(ranges);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** What the task kept under this name. */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    /** For lots to be drawn by: the same at every restart, another in every run. */
    public long seed() {
        long seed = 0;
        for (int i = 0; i < run.length(); i++) seed = seed * 0x9E3779B97F4A7C15L + run.charAt(i);
        return seed;
    }

    JobParameters toParameters() {
        var parameters = new JobParametersBuilder()
                .addString(BatchJob.RUN, run, true)
                .addString(REGION, region, false)
                .addLong(PARTITIONS, (long) partitions, false)
                .addString(THROTTLE, Pacing.text(throttle), false)
                .addLong(YIELD_ABOVE_MILLIS, yieldsAbove.toMillis(), false)
                .addLong(SKIP_LIMIT, skipLimit, false)
                .addString(DRY_RUN, Boolean.toString(dryRun), false);
        if (spread) parameters.addString(SPREAD, Boolean.toString(true), false);
        for (var range : ranges) parameters.addString(RANGE + range.region(), range.from() + "-" + range.to(), false);
        settings.forEach((name, value) -> parameters.addString(name, value, false));
        return parameters.toJobParameters();
    }

    static RunRequest of(JobParameters parameters) {
        var ranges = new ArrayList<RegionRange>();
        var settings = new TreeMap<String, String>();
        for (var parameter : parameters) {
            String name = parameter.name();
            String value = String.valueOf(parameter.value());
            if (name.startsWith(RANGE)) ranges.add(range(name.substring(RANGE.length()), value));
            else if (!COMMON.contains(name)) settings.put(name, value);
        }
        ranges.sort(Comparator.comparing(RegionRange::region));
        return new RunRequest(
                text(parameters, BatchJob.RUN),
                text(parameters, REGION),
                ranges,
                Integer.parseInt(text(parameters, PARTITIONS)),
                Pacing.throttle(text(parameters, THROTTLE)),
                Duration.ofMillis(Long.parseLong(text(parameters, YIELD_ABOVE_MILLIS))),
                skipLimit(parameters),
                Boolean.parseBoolean(text(parameters, DRY_RUN)),
                parameters.getParameter(SPREAD) != null,
                settings);
    }

    /** A run of before there was a limit leaves out whatever it did then. */
    private static long skipLimit(JobParameters parameters) {
        var limit = parameters.getParameter(SKIP_LIMIT);
        return limit == null ? Long.MAX_VALUE : Long.parseLong(String.valueOf(limit.value()));
    }

    private static RegionRange range(String region, String fromTo) {
        int dash = fromTo.indexOf('-');
        return new RegionRange(
                new RegionId(region),
                Long.parseLong(fromTo.substring(0, dash)),
                Long.parseLong(fromTo.substring(dash + 1)));
    }

    private static String text(JobParameters parameters, String name) {
        var parameter = parameters.getParameter(name);
        if (parameter == null) throw new IllegalArgumentException("a run without the parameter " + name);
        return String.valueOf(parameter.value());
    }
}
