package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.NamedPolicy;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges stored content again under another policy version, one region at a time, inside that region. Writes a new
 * decision only where the verdict changes, and one log entry a region at its end.
 */
public final class Rescan implements RegionTask {
    static final String POLICIES = "policies";
    static final String POLICY_DIGEST = "policy_digest";
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Cells cells;
    private final StoredContents contents;
    private final PolicyVersions policies;
    private final NamedPolicy policy;
    private final Clock clock;

    public Rescan(Cells cells, PolicyVersions policies, StoredContents contents, Clock clock) {
        this.cells = cells;
        this.contents = contents;
        this.policies = policies;
        this.policy = new NamedPolicy(policies, POLICIES, POLICY_DIGEST);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "rescan";
    }

    @Override
    public String description() {
        return "Judges stored content again under another policy version, inside its region.";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public boolean canSpread() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "500 messages a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(
                        POLICIES,
                        "the policy version to judge by: a directory, or the name or digest of a stored one",
                        "the active version"),
                new JobParameterHelp(FROM, "first log index; of one region only", "0"),
                new JobParameterHelp(TO, "log index after the last; of one region only", "the log's size now"));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        var from = asked.logIndex(FROM);
        var to = asked.logIndex(TO);
        if (from.isPresent() && to.isPresent() && from.getAsLong() > to.getAsLong())
            asked.fault(TO, "must not be less than from");
        if (regions.size() > 1 && (from.isPresent() || to.isPresent()))
            asked.fault(from.isPresent() ? FROM : TO, "is of one region's log; name the region");
        policy.readOrActive(asked);
        var ranges = new ArrayList<RegionRange>();
        if (asked.isFaulty()) return ranges;
        for (var region : regions) {
            // Contents newer than the run are judged by the door.
            long size = cells.reader(region).nextIndex();
            long end = Math.min(to.orElse(size), size);
            ranges.add(new RegionRange(region, Math.min(from.orElse(0), end), end));
        }
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        var faults = new ArrayList<ParameterFault>();
        return policy.load(request, faults)
                .<Readiness>map(moderator -> {
                    String digest = moderator.policies().digest();
                    return new Readiness.Ready(new RescanPass(
                            request, moderator, () -> policies.overrides(digest), cells, contents, clock));
                })
                .orElseGet(() -> new Readiness.Refused(faults));
    }
}
