package io.gatehouse.jobs.orphans;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes objects that no row names, once they are older than anything under way can be. A row whose object is missing is a case
 * for people: nothing is done about it but saying so.
 */
public final class OrphansJob implements RegionTask {
    public static final String NAME = "orphans";

    static final String GRACE_HOURS = "grace_hours";
    static final String BORN_BEFORE = "born_before";

    /** An object is stored before its row; longer than any request, and than clocks of stores are wrong. */
    private static final int LEAST_GRACE_HOURS = 6;

    private static final int DEFAULT_GRACE_HOURS = 48;
    private static final int MOST_GRACE_HOURS = 24 * 365;

    private final OrphanCells cells;
    private final Clock clock;

    public OrphansJob(OrphanCells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Removes objects that no row names; opens a case for each row whose object is missing.";
    }

    @Override
    public String unit() {
        return "objects";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "a 32nd of the keys of a prefix";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.none("what cannot be listed fails the run; what is left is counted by its reason");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(new JobParameterHelp(
                GRACE_HOURS,
                "how old an object must be, since it is stored before its row; " + LEAST_GRACE_HOURS + " at least",
                Integer.toString(DEFAULT_GRACE_HOURS)));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        long hours = asked.number(GRACE_HOURS, LEAST_GRACE_HOURS, MOST_GRACE_HOURS, DEFAULT_GRACE_HOURS);
        asked.keep(BORN_BEFORE, clock.instant().minus(Duration.ofHours(hours)).toString());
        return regions.stream()
                .map(region -> new RegionRange(region, 0, KeyPart.ALL.size()))
                .toList();
    }

    @Override
    public Readiness ready(RunRequest request) {
        return new Readiness.Ready(new OrphansPass(
                request, Instant.parse(request.setting(BORN_BEFORE).orElseThrow()), cells, clock));
    }
}
