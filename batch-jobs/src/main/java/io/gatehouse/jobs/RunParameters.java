package io.gatehouse.jobs;

import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.residency.region.RegionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The parameters that every {@link RegionTask} has. */
final class RunParameters {
    static final String ALL = "all";
    /** Each part holds a page and a chunk in memory, and a row that every look at the progress reads. */
    private static final int MAX_PARTITIONS = 64;

    private static final int DEFAULT_PARTITIONS = 4;
    /** Whoever allows for more wants no limit. */
    private static final long MAX_SKIPPED = 1_000_000_000;

    private RunParameters() {}

    /** The task's own first. */
    static List<JobParameterHelp> help(RegionTask task, boolean canSpread) {
        var help = new ArrayList<JobParameterHelp>();
        help.add(new JobParameterHelp(
                RunRequest.REGION,
                "the region to go through, or 'all'",
                task.takesAllByDefault() ? ALL : "must be given"));
        help.addAll(task.parameters());
        help.addAll(Pacing.help(task.unit()));
        help.add(new JobParameterHelp(
                RunRequest.PARTITIONS,
                "parts of a region, 1 to " + MAX_PARTITIONS + ", each restartable by itself",
                Integer.toString(DEFAULT_PARTITIONS)));
        if (task.skips().skips())
            help.add(new JobParameterHelp(
                    RunRequest.SKIP_LIMIT,
                    "fails when more in a region cannot be dealt with: "
                            + String.join(", ", task.skips().kinds()),
                    Long.toString(task.skips().most())));
        if (canSpread)
            help.add(new JobParameterHelp(
                    RunRequest.SPREAD, "true lets worker processes of the region do the parts", "false"));
        if (task.writes())
            help.add(new JobParameterHelp(
                    RunRequest.DRY_RUN,
                    "true counts what would change and writes nothing",
                    Boolean.toString(task.rehearsesByDefault())));
        return List.copyOf(help);
    }

    /** Finds every fault, the task's among them. */
    static Preparation read(
            RegionTask task, SortedSet<RegionId> served, String newRun, Map<String, String> given, boolean canSpread) {
        var asked = new Asked(given);
        asked.refuseAllBut(
                help(task, canSpread).stream().map(JobParameterHelp::name).toList(), task.name());
        List<RegionId> regions = regions(task, served, asked);
        int partitions = (int) asked.number(RunRequest.PARTITIONS, 1, MAX_PARTITIONS, DEFAULT_PARTITIONS);
        double throttle = Pacing.throttle(asked);
        var yieldsAbove = Pacing.yieldsAbove(asked);
        long skipLimit = task.skips().skips()
                ? asked.number(
                        RunRequest.SKIP_LIMIT, 0, MAX_SKIPPED, task.skips().most())
                : 0;
        boolean dryRun = task.writes()
                && (asked.text(RunRequest.DRY_RUN).isEmpty()
                        ? task.rehearsesByDefault()
                        : asked.flag(RunRequest.DRY_RUN));
        boolean spread = canSpread && asked.flag(RunRequest.SPREAD);
        List<RegionRange> ranges = task.read(asked, regions);
        if (asked.isFaulty()) return new Preparation.Refused(asked.faults());
        var request = new RunRequest(
                newRun,
                asked.text(RunRequest.REGION).orElse(ALL),
                ranges,
                partitions,
                throttle,
                yieldsAbove,
                skipLimit,
                dryRun,
                spread,
                asked.kept());
        return new Preparation.Ready(request.toParameters());
    }

    private static List<RegionId> regions(RegionTask task, SortedSet<RegionId> served, Asked asked) {
        String choices = served.stream().map(RegionId::value).collect(Collectors.joining(", "));
        String region = asked.text(RunRequest.REGION).orElse(task.takesAllByDefault() ? ALL : "");
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
