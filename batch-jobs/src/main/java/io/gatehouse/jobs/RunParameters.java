package io.gatehouse.jobs;

import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The parameters that every {@link RegionTask} has. */
final class RunParameters {
    private static final String ALL = "all";
    /** Each part holds a page and a chunk in memory, and a row that every look at the progress reads. */
    private static final int MAX_PARTITIONS = 64;

    private static final int DEFAULT_PARTITIONS = 4;
    /** More than any machine judges: whoever wants no limit leaves it out. */
    private static final int MAX_THROTTLE = 1_000_000_000;

    /** Where people who wait for a message begin to notice it. */
    private static final Duration DEFAULT_YIELD_ABOVE = Duration.ofMillis(50);

    private static final int MAX_YIELD_ABOVE_MILLIS = 60_000;

    private RunParameters() {}

    /** The task's own first. */
    static List<JobParameterHelp> help(RegionTask task, boolean canSpread) {
        var help = new ArrayList<JobParameterHelp>();
        help.add(new JobParameterHelp(
                RunRequest.REGION, "the region to go through, or 'all'", task.writes() ? "must be given" : ALL));
        help.addAll(task.parameters());
        help.add(new JobParameterHelp(
                RunRequest.THROTTLE, "at most so many " + task.unit() + " a second", RunRequest.NO_THROTTLE));
        help.add(new JobParameterHelp(
                RunRequest.YIELD_ABOVE_MILLIS,
                "goes slower while one in a hundred screenings of this process takes more milliseconds; 0 for never",
                Long.toString(DEFAULT_YIELD_ABOVE.toMillis())));
        help.add(new JobParameterHelp(
                RunRequest.PARTITIONS,
                "parts of a region, 1 to " + MAX_PARTITIONS + ", each restartable by itself",
                Integer.toString(DEFAULT_PARTITIONS)));
        if (canSpread)
            help.add(new JobParameterHelp(
                    RunRequest.SPREAD, "true lets worker processes of the region do the parts", "false"));
        if (task.writes())
            help.add(new JobParameterHelp(
                    RunRequest.DRY_RUN, "true counts what would change and writes nothing", "false"));
        return List.copyOf(help);
    }

    /** Finds every fault, the task's among them. */
    static Preparation read(
            RegionTask task, SortedSet<RegionId> served, String newRun, Map<String, String> given, boolean canSpread) {
        var asked = new Asked(given);
        asked.refuseAllBut(help(task, canSpread).stream().map(JobParameterHelp::name).toList(), task.name());
        List<RegionId> regions = regions(task, served, asked);
        int partitions = (int) asked.number(RunRequest.PARTITIONS, 1, MAX_PARTITIONS, DEFAULT_PARTITIONS);
        long throttle = asked.number(RunRequest.THROTTLE, 1, MAX_THROTTLE, 0);
        long yieldAbove =
                asked.number(RunRequest.YIELD_ABOVE_MILLIS, 0, MAX_YIELD_ABOVE_MILLIS, DEFAULT_YIELD_ABOVE.toMillis());
        boolean dryRun = task.writes() && asked.flag(RunRequest.DRY_RUN);
        boolean spread = canSpread && asked.flag(RunRequest.SPREAD);
        List<RegionRange> ranges = task.read(asked, regions);
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        var request = new RunRequest(
                newRun,
                asked.text(RunRequest.REGION).orElse(ALL),
                ranges,
                partitions,
                throttle == 0 ? Double.POSITIVE_INFINITY : throttle,
                Duration.ofMillis(yieldAbove),
                dryRun,
                spread,
                asked.kept());
        return new Preparation.Ready(request.toParameters());
    }

    private static List<RegionId> regions(RegionTask task, SortedSet<RegionId> served, Asked asked) {
        String choices = served.stream().map(RegionId::value).collect(Collectors.joining(", "));
        String region = asked.text(RunRequest.REGION).orElse(task.writes() ? "" : ALL);
        if (region.equals(ALL)) return List.copyOf(served);
        for (var each : served) if (each.value().equals(region)) return List.of(each);
        asked.fault(
                RunRequest.REGION,
                region.isEmpty()
                        ? "must be given: all, or one of " + choices
                        : "is not served here; served are " + choices);
        return List.of();
    }
}
