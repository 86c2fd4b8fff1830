package io.gatehouse.jobs.archive;

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
import java.util.ArrayList;
import java.util.List;

/**
 * Moves what was said and decided longer ago than some days into segments of the region's store (ADR 45). Their rows stay, and
 * everything finds them there.
 */
public final class ArchiveJob implements RegionTask {
    static final String OLDER_THAN_DAYS = "older_than_days";
    static final String BEFORE = "before";

    /** Answers of the past week are given again to whoever asks with the same idempotency key, out of their rows. */
    private static final int LEAST_DAYS = 8;

    /** Half a year of appeals (DSA Art. 20) is mostly over after its first half. */
    private static final int DEFAULT_DAYS = 90;

    private static final int MOST_DAYS = 36_500;

    private final ArchiveCells cells;
    private final Clock clock;

    public ArchiveJob(ArchiveCells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String description() {
        return "Moves what was said and decided long ago out of rows into compressed segments of the region's store.";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "one segment a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(new JobParameterHelp(
                OLDER_THAN_DAYS,
                "only contents on which nothing was decided for so many days, " + LEAST_DAYS + " at least",
                Integer.toString(DEFAULT_DAYS)));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        long days = asked.number(OLDER_THAN_DAYS, LEAST_DAYS, MOST_DAYS, DEFAULT_DAYS);
        var ranges = new ArrayList<RegionRange>();
        if (asked.isFaulty()) return ranges;
        Instant before = clock.instant().minus(Duration.ofDays(days));
        asked.keep(BEFORE, before.toString());
        for (var region : regions)
            // All of it: what came with people who moved here is older than its place in the log.
            ranges.add(new RegionRange(region, 0, cells.reader(region).nextIndex()));
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        return new Readiness.Ready(
                new ArchivePass(request, Instant.parse(request.setting(BEFORE).orElseThrow()), cells, clock));
    }
}
