package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.residency.region.RegionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/**
 * A rescan, complete: a restart needs nothing else.
 *
 * @param run random; names what this run writes
 * @param region as asked: one region, or {@code all}
 * @param ranges by region
 * @param policies directory of the other policy version; empty for the one that was active
 * @param policyDigest of the policies that judge; a restart under others is refused
 */
record RescanRequest(
        String run,
        String region,
        List<RegionRange> ranges,
        String policies,
        String policyDigest,
        int partitions,
        boolean dryRun) {
    static final String REGION = "region";
    static final String POLICIES = "policies";
    static final String FROM = "from";
    static final String TO = "to";
    static final String PARTITIONS = "partitions";
    static final String DRY_RUN = "dry_run";
    private static final String POLICY_DIGEST = "policy_digest";
    private static final String RANGE = "range.";

    RescanRequest {
        ranges = List.copyOf(ranges);
    }

    JobParameters toParameters() {
        var parameters = new JobParametersBuilder()
                .addString(BatchJob.RUN, run, true)
                .addString(REGION, region, false)
                .addString(POLICIES, policies, false)
                .addString(POLICY_DIGEST, policyDigest, false)
                .addLong(PARTITIONS, (long) partitions, false)
                .addString(DRY_RUN, Boolean.toString(dryRun), false);
        for (var range : ranges) parameters.addString(RANGE + range.region(), range.from() + "-" + range.to(), false);
        return parameters.toJobParameters();
    }

    static RescanRequest of(JobParameters parameters) {
        var ranges = new ArrayList<RegionRange>();
        for (var parameter : parameters)
            if (parameter.name().startsWith(RANGE))
                ranges.add(range(parameter.name().substring(RANGE.length()), String.valueOf(parameter.value())));
        ranges.sort(Comparator.comparing(RegionRange::region));
        return new RescanRequest(
                text(parameters, BatchJob.RUN),
                text(parameters, REGION),
                ranges,
                text(parameters, POLICIES),
                text(parameters, POLICY_DIGEST),
                Integer.parseInt(text(parameters, PARTITIONS)),
                Boolean.parseBoolean(text(parameters, DRY_RUN)));
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
