package io.gatehouse.jobs.retromatch;

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
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.residency.bank.Due;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for hashes that came, or were switched on, since the last run among all media that were seen before: each medium is read
 * once and asked against an index of the new hashes alone. Contents that show a find are judged again, by the active policy and
 * with what was told about them then, and get a new decision where it is stricter than the one that stands. One log entry a region
 * at its end.
 */
public final class RetroMatch implements RegionTask {
    private static final String POLICY = "policies";
    private static final String POLICY_DIGEST = "policy_digest";
    private static final String DUE = "due.";

    private final Cells cells;
    private final KnownHashes hashes;
    private final StoredContents contents;
    private final PolicyVersions policies;
    private final NamedPolicy policy;
    private final Clock clock;

    public RetroMatch(Cells cells, KnownHashes hashes, PolicyVersions policies, StoredContents contents, Clock clock) {
        this.cells = cells;
        this.hashes = hashes;
        this.contents = contents;
        this.policies = policies;
        this.policy = new NamedPolicy(policies, POLICY, POLICY_DIGEST);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retro-match";
    }

    @Override
    public String description() {
        return "Looks for hashes that came since the last run among the media seen before them.";
    }

    @Override
    public String unit() {
        return "media";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "100 media a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of();
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        policy.readOrActive(asked);
        var ranges = new ArrayList<RegionRange>();
        if (asked.isFaulty()) return ranges;
        for (var region : regions) {
            var due = hashes.due(region);
            asked.keep(DUE + region, due.toString());
            // Media seen from now on meet the new hashes when they are screened.
            long to = hashes.isAnythingDue(region, due) ? hashes.mediaSeen(region) : 0;
            ranges.add(new RegionRange(region, 0, to));
        }
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        var faults = new ArrayList<ParameterFault>();
        return policy.load(request, faults)
                .<Readiness>map(moderator -> {
                    String digest = moderator.policies().digest();
                    return new Readiness.Ready(new RetroPass(
                            request,
                            moderator,
                            () -> policies.overrides(digest),
                            cells,
                            hashes,
                            region -> due(request, region),
                            contents,
                            clock));
                })
                .orElseGet(() -> new Readiness.Refused(faults));
    }

    private static Due due(RunRequest request, RegionId region) {
        return Due.parse(request.setting(DUE + region).orElseThrow());
    }
}
