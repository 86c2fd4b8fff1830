package io.gatehouse.jobs.erasure;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.PersonRequests;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Carries on every erasure that is open in a region, tells why what stays open does, says which are late, and looks by lot whether
 * completed ones still stand. {@code ErasureWorker} of the service does the first beside requests, within seconds; this run says at
 * its end that all were looked at.
 */
public final class ErasureJob implements RegionTask {
    public static final String NAME = "erasure";

    static final String LATE_AFTER_DAYS = "late_after_days";
    static final String PROVE = "prove";
    static final String BEGAN = "began";
    static final String SHARE = "share.";

    /** A person is answered within a month (GDPR Art. 12(3)), and the shortest month has 28 days. */
    private static final int DEFAULT_LATE_AFTER_DAYS = 28;

    /** Three months: one, and two more of which the person was told. */
    private static final int MOST_LATE_AFTER_DAYS = 92;

    /** A chance of four in five to see, within a run, a fault that every thirteenth has; and over a month's runs one of a few hundred. */
    private static final int DEFAULT_PROVED = 20;

    /** Each asks the cells some ten questions. */
    private static final int MOST_PROVED = 100_000;

    private final ErasureCells cells;
    private final ZoneId zone;
    private final Clock clock;

    /** @param zone of the controller, whose days count */
    public ErasureJob(ErasureCells cells, ZoneId zone, Clock clock) {
        this.cells = cells;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Completes erasures that are open, tells which are late and why, and proves by lot that completed ones stand.";
    }

    @Override
    public String unit() {
        return "erasures";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "one erasure a part, from the step it was in";
    }

    @Override
    public SkipLimit skips() {
        return new SkipLimit(
                new TreeSet<>(List.of(Completion.FAILED)),
                10,
                "one person's broken rows stop one; more are a fault of the program or of a database");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(
                        LATE_AFTER_DAYS,
                        "an erasure that is open for longer is an alert; a month of GDPR Art. 12(3) has 28 days at the least",
                        Integer.toString(DEFAULT_LATE_AFTER_DAYS)),
                new JobParameterHelp(
                        PROVE,
                        "how many completed erasures of a region, about, are looked at again by lot; 0 for none",
                        Integer.toString(DEFAULT_PROVED)));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        long days = asked.number(LATE_AFTER_DAYS, 1, MOST_LATE_AFTER_DAYS, DEFAULT_LATE_AFTER_DAYS);
        long proved = asked.number(PROVE, 0, MOST_PROVED, DEFAULT_PROVED);
        asked.keep(LATE_AFTER_DAYS, Long.toString(days));
        asked.keep(BEGAN, clock.instant().toString());
        var ranges = new ArrayList<RegionRange>();
        for (var region : regions) {
            var numbers = new PersonRequests(cells.site(region).cell()).erasureNumbers();
            double share = numbers.done() == 0 ? 0 : Math.min(1, proved / (double) numbers.done());
            asked.keep(SHARE + region, Double.toString(share));
            ranges.add(new RegionRange(region, numbers.first(), numbers.next()));
        }
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        return new Readiness.Ready(new ErasurePass(
                request,
                Instant.parse(request.setting(BEGAN).orElseThrow()),
                Integer.parseInt(request.setting(LATE_AFTER_DAYS).orElseThrow()),
                cells,
                zone));
    }
}
