package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.BatchJob.Preparation;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.residency.region.RegionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what was asked of a rescan; finds every fault, not the first. */
final class RescanParameters {
    private static final String ALL = "all";
    /** Each partition holds a page and a chunk in memory, and a row that every look at the progress reads. */
    static final int MAX_PARTITIONS = 64;

    static final int DEFAULT_PARTITIONS = 4;

    static final List<JobParameterHelp> HELP = List.of(
            new JobParameterHelp(RescanRequest.REGION, "the region to go through, or 'all'", "must be given"),
            new JobParameterHelp(
                    RescanRequest.POLICIES, "directory of the policy version to judge by", "the active version"),
            new JobParameterHelp(RescanRequest.FROM, "first log index; of one region only", "0"),
            new JobParameterHelp(
                    RescanRequest.TO, "log index after the last; of one region only", "the log's size now"),
            new JobParameterHelp(
                    RescanRequest.PARTITIONS,
                    "parts of a region, 1 to " + MAX_PARTITIONS + ", each restartable by itself",
                    Integer.toString(DEFAULT_PARTITIONS)),
            new JobParameterHelp(RescanRequest.DRY_RUN, "true counts what would change and writes nothing", "false"));

    private final Cells cells;
    private final PolicyVersions policies;
    private final Supplier<String> newRun;
    private final Map<String, String> asked;
    private final List<ParameterFault> faults = new ArrayList<>();

    RescanParameters(Cells cells, PolicyVersions policies, Supplier<String> newRun, Map<String, String> asked) {
        this.cells = cells;
        this.policies = policies;
        this.newRun = newRun;
        this.asked = new TreeMap<>(asked);
    }

    Preparation read() {
        refuseUnknown();
        List<RegionId> regions = regions();
        @Nullable Long from = index(RescanRequest.FROM);
        @Nullable Long to = index(RescanRequest.TO);
        if (from != null && to != null && from > to) fault(RescanRequest.TO, "must not be less than from");
        if (regions.size() > 1 && (from != null || to != null))
            fault(from != null ? RescanRequest.FROM : RescanRequest.TO, "is of one region's log; name the region");
        int partitions = partitions();
        boolean dryRun = dryRun();
        @Nullable Moderator moderator = moderator();
        List<RegionRange> ranges = faults.isEmpty() ? ranges(regions, from, to) : List.of();
        if (!faults.isEmpty() || moderator == null) return new Preparation.Refused(faults);
        var request = new RescanRequest(
                newRun.get(),
                asked.getOrDefault(RescanRequest.REGION, ""),
                ranges,
                asked.getOrDefault(RescanRequest.POLICIES, ""),
                moderator.policies().digest(),
                partitions,
                dryRun);
        return new Preparation.Ready(request.toParameters());
    }

    private void refuseUnknown() {
        var known = HELP.stream().map(JobParameterHelp::name).toList();
        asked.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(name, "is no parameter of rescan; it has " + String.join(", ", known)));
    }

    private List<RegionId> regions() {
        var served = cells.served();
        String region = asked.get(RescanRequest.REGION);
        String choices = served.stream().map(RegionId::value).collect(Collectors.joining(", "));
        if (region == null) fault(RescanRequest.REGION, "must be given: all, or one of " + choices);
        else if (region.equals(ALL)) return List.copyOf(served);
        else for (var each : served) if (each.value().equals(region)) return List.of(each);
        if (region != null) fault(RescanRequest.REGION, "is not served here; served are " + choices);
        return List.of();
    }

    private @Nullable Long index(String name) {
        String value = asked.get(name);
        if (value == null) return null;
        try {
            long index = Long.parseLong(value);
            if (index >= 0) return index;
        } catch (NumberFormatException notANumber) {
            // Said below, as for a negative number.
        }
        fault(name, "must be a log index: 0, 1, 2 ...");
        return null;
    }

    private int partitions() {
        String value = asked.get(RescanRequest.PARTITIONS);
        if (value == null) return DEFAULT_PARTITIONS;
        if (value.matches("[0-9]{1,3}")) {
            int partitions = Integer.parseInt(value);
            if (partitions >= 1 && partitions <= MAX_PARTITIONS) return partitions;
        }
        fault(RescanRequest.PARTITIONS, "must be 1 to " + MAX_PARTITIONS);
        return DEFAULT_PARTITIONS;
    }

    private boolean dryRun() {
        return switch (asked.getOrDefault(RescanRequest.DRY_RUN, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                fault(RescanRequest.DRY_RUN, "must be true or false");
                yield true;
            }
        };
    }

    /** Null when its faults were added. */
    private @Nullable Moderator moderator() {
        String directory = asked.get(RescanRequest.POLICIES);
        if (directory == null) return policies.active();
        return switch (policies.load(directory)) {
            case PolicyVersions.Version.Ready(var moderator) -> moderator;
            case PolicyVersions.Version.Rejected(var reasons) -> {
                reasons.forEach(reason -> fault(RescanRequest.POLICIES, reason));
                yield null;
            }
        };
    }

    private List<RegionRange> ranges(List<RegionId> regions, @Nullable Long from, @Nullable Long to) {
        var ranges = new ArrayList<RegionRange>();
        for (var region : regions) {
            // Fixed now: a restart sees the same range, and contents newer than the run are judged by the door.
            long size = cells.reader(region).nextIndex();
            long end = to == null ? size : Math.min(to, size);
            ranges.add(new RegionRange(region, from == null ? 0 : Math.min(from, end), end));
        }
        return ranges;
    }

    private void fault(String parameter, String message) {
        faults.add(new ParameterFault(parameter, message));
    }
}
