package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.rescan.RegionRange;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * A backtest, complete: a restart needs nothing else.
 *
 * @param run random; names what this run writes, and draws its lots
 * @param region as asked: one region, or {@code all}
 * @param ranges by region
 * @param policy directory of the candidate
 * @param policyDigest of the candidate; a restart under another is refused
 * @param against directory of the baseline; empty for what was decided
 * @param againstDigest of the baseline; empty for what was decided
 * @param from RFC 3339; empty for all
 * @param to RFC 3339; empty for all
 * @param share of the traffic
 * @param throttle messages a second; infinite for as fast as can be
 */
record BacktestRequest(
        String run,
        String region,
        List<RegionRange> ranges,
        String policy,
        String policyDigest,
        String against,
        String againstDigest,
        String from,
        String to,
        double share,
        int partitions,
        double throttle) {
    static final String REGION = "region";
    static final String POLICY = "policy";
    static final String AGAINST = "against";
    static final String FROM = "from";
    static final String TO = "to";
    static final String SAMPLE = "sample";
    static final String PARTITIONS = "partitions";
    static final String THROTTLE = "throttle";
    private static final String POLICY_DIGEST = "policy_digest";
    private static final String AGAINST_DIGEST = "against_digest";
    private static final String RANGE = "range.";

    BacktestRequest {
        ranges = List.copyOf(ranges);
    }

    PastTraffic traffic() {
        return new PastTraffic(time(from), time(to), share, seed());
    }

    /** The same at every restart, another in every run. */
    long seed() {
        long seed = 0;
        for (int i = 0; i < run.length(); i++) seed = seed * 0x9E3779B97F4A7C15L + run.charAt(i);
        return seed;
    }

    private static @Nullable Instant time(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }

    JobParameters toParameters() {
        var parameters = new JobParametersBuilder()
                .addString(BatchJob.RUN, run, true)
                .addString(REGION, region, false)
                .addString(POLICY, policy, false)
                .addString(POLICY_DIGEST, policyDigest, false)
                .addString(AGAINST, against, false)
                .addString(AGAINST_DIGEST, againstDigest, false)
                .addString(FROM, from, false)
                .addString(TO, to, false)
                .addString(SAMPLE, Double.toString(share), false)
                .addLong(PARTITIONS, (long) partitions, false)
                .addString(THROTTLE, Double.toString(throttle), false);
        for (var range : ranges) parameters.addString(RANGE + range.region(), range.from() + "-" + range.to(), false);
        return parameters.toJobParameters();
    }

    static BacktestRequest of(JobParameters parameters) {
        var ranges = new ArrayList<RegionRange>();
        for (var parameter : parameters)
            if (parameter.name().startsWith(RANGE))
                ranges.add(range(parameter.name().substring(RANGE.length()), String.valueOf(parameter.value())));
        ranges.sort(Comparator.comparing(RegionRange::region));
        return new BacktestRequest(
                text(parameters, BatchJob.RUN),
                text(parameters, REGION),
                ranges,
                text(parameters, POLICY),
                text(parameters, POLICY_DIGEST),
                text(parameters, AGAINST),
                text(parameters, AGAINST_DIGEST),
                text(parameters, FROM),
                text(parameters, TO),
                Double.parseDouble(text(parameters, SAMPLE)),
                Integer.parseInt(text(parameters, PARTITIONS)),
                Double.parseDouble(text(parameters, THROTTLE)));
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
        // PostgreSQL keeps an empty string; a store that makes null of it means the same.
        return parameter == null || parameter.value() == null ? "" : String.valueOf(parameter.value());
    }
}
