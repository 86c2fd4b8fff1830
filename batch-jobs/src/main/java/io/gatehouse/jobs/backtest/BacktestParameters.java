package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.rescan.PolicyVersions;
import io.gatehouse.jobs.rescan.RegionRange;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what was asked of a backtest; finds every fault, not the first. */
final class BacktestParameters {
    private static final String ALL = "all";
    /** As for a rescan: each holds a page in memory, and a row that every look at the progress reads. */
    private static final int MAX_PARTITIONS = 64;

    private static final int DEFAULT_PARTITIONS = 4;
    /** From being decided to being in the log, and between the clocks of two nodes. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    static final List<JobParameterHelp> HELP = List.of(
            new JobParameterHelp(BacktestRequest.POLICY, "directory of the policy to try", "must be given"),
            new JobParameterHelp(
                    BacktestRequest.AGAINST, "directory of the policy to hold it against", "what was decided"),
            new JobParameterHelp(BacktestRequest.REGION, "the region to go through, or 'all'", ALL),
            new JobParameterHelp(
                    BacktestRequest.FROM, "first decided at this time or later: RFC 3339, or a date (UTC)", "all"),
            new JobParameterHelp(BacktestRequest.TO, "first decided before: RFC 3339, or a date (UTC)", "all"),
            new JobParameterHelp(
                    BacktestRequest.SAMPLE, "how many, drawn by lot: a number (about so many) or 5%", "100%"),
            new JobParameterHelp(BacktestRequest.THROTTLE, "at most so many messages a second", "none"),
            new JobParameterHelp(
                    BacktestRequest.PARTITIONS,
                    "parts of a region, 1 to " + MAX_PARTITIONS + ", each restartable by itself",
                    Integer.toString(DEFAULT_PARTITIONS)));

    private final BacktestCells cells;
    private final PolicyVersions policies;
    private final Supplier<String> newRun;
    private final Map<String, String> asked;
    private final List<ParameterFault> faults = new ArrayList<>();

    BacktestParameters(
            BacktestCells cells, PolicyVersions policies, Supplier<String> newRun, Map<String, String> asked) {
        this.cells = cells;
        this.policies = policies;
        this.newRun = newRun;
        this.asked = new TreeMap<>(asked);
    }

    Preparation read() {
        refuseUnknown();
        List<RegionId> regions = regions();
        @Nullable Instant from = time(BacktestRequest.FROM);
        @Nullable Instant to = time(BacktestRequest.TO);
        if (from != null && to != null && !from.isBefore(to)) fault(BacktestRequest.TO, "must be after from");
        int partitions = (int) number(BacktestRequest.PARTITIONS, 1, MAX_PARTITIONS, DEFAULT_PARTITIONS);
        double throttle = number(BacktestRequest.THROTTLE, 1, 1_000_000_000, Double.POSITIVE_INFINITY);
        Sample sample = sample();
        String policyDigest = digest(BacktestRequest.POLICY);
        String againstDigest = digest(BacktestRequest.AGAINST);
        if (!asked.containsKey(BacktestRequest.POLICY))
            fault(BacktestRequest.POLICY, "must be given: the directory of the policy to try");
        List<RegionRange> ranges = faults.isEmpty() ? ranges(regions, from, to) : List.of();
        if (!faults.isEmpty()) return new Preparation.Refused(faults);
        var request = new BacktestRequest(
                newRun.get(),
                asked.getOrDefault(BacktestRequest.REGION, ALL),
                ranges,
                asked.getOrDefault(BacktestRequest.POLICY, ""),
                policyDigest,
                asked.getOrDefault(BacktestRequest.AGAINST, ""),
                againstDigest,
                from == null ? "" : from.toString(),
                to == null ? "" : to.toString(),
                sample.shareOf(ranges, cells),
                partitions,
                throttle);
        return new Preparation.Ready(request.toParameters());
    }

    private void refuseUnknown() {
        var known = HELP.stream().map(JobParameterHelp::name).toList();
        asked.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(name, "is no parameter of backtest; it has " + String.join(", ", known)));
    }

    private List<RegionId> regions() {
        var served = cells.served();
        String region = asked.getOrDefault(BacktestRequest.REGION, ALL);
        if (region.equals(ALL)) return List.copyOf(served);
        for (var each : served) if (each.value().equals(region)) return List.of(each);
        fault(
                BacktestRequest.REGION,
                "is not served here; served are "
                        + served.stream().map(RegionId::value).collect(Collectors.joining(", ")));
        return List.of();
    }

    private @Nullable Instant time(String name) {
        String value = asked.get(name);
        if (value == null) return null;
        try {
            return value.contains("T")
                    ? OffsetDateTime.parse(value).toInstant()
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException notATime) {
            fault(name, "must be a time (2026-11-01T00:00:00Z) or a date (2026-11-01)");
            return null;
        }
    }

    private double number(String name, int least, int most, double otherwise) {
        String value = asked.get(name);
        if (value == null) return otherwise;
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) return number;
        }
        fault(
                name,
                most == MAX_PARTITIONS ? "must be " + least + " to " + most : "must be a number from " + least + " on");
        return otherwise;
    }

    /**
     * How much of the traffic.
     *
     * @param number of messages; 0 when it is a share that was asked for
     */
    private record Sample(double share, long number) {
        double shareOf(List<RegionRange> ranges, BacktestCells cells) {
            if (number == 0) return share;
            long all = 0;
            for (var range : ranges) all += cells.traffic(range.region()).count(range.from(), range.to());
            return all <= number ? 1 : number / (double) all;
        }
    }

    private Sample sample() {
        String value = asked.get(BacktestRequest.SAMPLE);
        if (value == null) return new Sample(1, 0);
        if (value.matches("[0-9]{1,12}") && Long.parseLong(value) > 0) return new Sample(1, Long.parseLong(value));
        if (value.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%")) {
            double percent = Double.parseDouble(value.substring(0, value.length() - 1));
            if (percent > 0 && percent <= 100) return new Sample(percent / 100, 0);
        }
        fault(BacktestRequest.SAMPLE, "must be a number of messages (10000) or a share (2.5%)");
        return new Sample(1, 0);
    }

    /** Empty when nothing was asked for, or its faults were added. */
    private String digest(String name) {
        String directory = asked.get(name);
        if (directory == null) return "";
        return switch (policies.load(directory)) {
            case PolicyVersions.Version.Ready(Moderator moderator) ->
                moderator.policies().digest();
            case PolicyVersions.Version.Rejected(var reasons) -> {
                reasons.forEach(reason -> fault(name, reason));
                yield "";
            }
        };
    }

    private List<RegionRange> ranges(List<RegionId> regions, @Nullable Instant from, @Nullable Instant to) {
        var ranges = new ArrayList<RegionRange>();
        for (var region : regions) {
            var traffic = cells.traffic(region);
            // Fixed now: a restart sees the same range, and contents newer than the run lie beyond it.
            long end = traffic.nextIndex();
            long start = from == null ? 0 : traffic.indexBefore(from, SLACK);
            if (to != null) end = Math.min(end, traffic.indexBefore(to.plus(SLACK), Duration.ZERO));
            ranges.add(new RegionRange(region, Math.min(start, end), end));
        }
        return ranges;
    }

    private void fault(String parameter, String message) {
        faults.add(new ParameterFault(parameter, message));
    }
}
