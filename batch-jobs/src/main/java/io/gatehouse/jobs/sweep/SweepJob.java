package io.gatehouse.jobs.sweep;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lists every object of every store, every owner of every row and every account with what the directory says of it, and says what
 * does not fit. Without {@code dry_run=false} it only says so; with it, it opens cases, and with {@code repair=true} it also
 * removes what finished migrations left behind, once all of a region was looked at.
 */
public final class SweepJob implements RegionTask {
    static final String REPAIR = "repair";
    static final String GRACE_HOURS = "grace_hours";
    /** When the run did: what was seen since is still there. */
    static final String BEGAN = "began";

    static final String BORN_BEFORE = "born_before";
    private static final int DEFAULT_GRACE_HOURS = 24;
    private static final int MOST_GRACE_HOURS = 24 * 365;

    private final SweptCells cells;
    private final AccountDirectory directory;
    private final Clock clock;

    public SweepJob(SweptCells cells, AccountDirectory directory, Clock clock) {
        this.cells = cells;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String description() {
        return "Looks for what lies where it must not: objects, rows, accounts. Opens cases; repairs little, and only"
                + " when told.";
    }

    @Override
    public String unit() {
        return "objects, tables and accounts";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public boolean takesAllByDefault() {
        return true;
    }

    @Override
    public boolean rehearsesByDefault() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "a 32nd of the keys, a table, or an eighth of the accounts";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.none("what cannot be looked at fails the run");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(REPAIR, "true removes what finished migrations left behind", "false"),
                new JobParameterHelp(
                        GRACE_HOURS,
                        "how long an object may lie without a row, as it does while it is uploaded",
                        Integer.toString(DEFAULT_GRACE_HOURS)));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        boolean repair = asked.flag(REPAIR);
        boolean dryRun = !asked.text(RunRequest.DRY_RUN).equals(Optional.of("false"));
        if (repair && dryRun) asked.fault(REPAIR, "needs dry_run=false");
        long grace = asked.number(GRACE_HOURS, 1, MOST_GRACE_HOURS, DEFAULT_GRACE_HOURS);
        Instant began = clock.instant();
        asked.keep(BEGAN, began.toString());
        asked.keep(BORN_BEFORE, began.minus(Duration.ofHours(grace)).toString());
        asked.keep(REPAIR, Boolean.toString(repair));
        return regions.stream()
                .map(region -> new RegionRange(region, 0, SweptPart.ALL.size()))
                .toList();
    }

    @Override
    public Readiness ready(RunRequest request) {
        return new Readiness.Ready(new SweepPass(
                request,
                Boolean.parseBoolean(request.setting(REPAIR).orElseThrow()),
                Instant.parse(request.setting(BEGAN).orElseThrow()),
                Instant.parse(request.setting(BORN_BEFORE).orElseThrow()),
                cells,
                directory,
                clock));
    }
}
