package io.gatehouse.jobs.quality;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Holds what people decided against what the rules had decided: precision and recall by category and language, with intervals, and
 * whether they are others than at the run before. People look at what rules flag and at what others report, so recall is that of
 * what was looked at, and no more.
 */
public final class QualityJob implements RegionTask {
    static final String DAYS = "days";
    static final String SHARE = "share";
    static final String SEED = "seed";
    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_DAYS = 3_660;

    private final QualityCells cells;
    private final Clock clock;

    public QualityJob(QualityCells cells, Clock clock) {
        this.cells = cells;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public String description() {
        return "Measures how often people agree with the rules, by category and language, and whether that changes.";
    }

    @Override
    public String unit() {
        return "days";
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public String restartsAt() {
        return "one day";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.none("every case counts");
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of(
                new JobParameterHelp(DAYS, "cases that people decided in so many whole days past", "" + DEFAULT_DAYS),
                new JobParameterHelp(SHARE, "of them, drawn by lot: more than 0, at most 1", "1"),
                new JobParameterHelp(
                        SEED, "a number by which lots are drawn; the same draws the same", "another each run"));
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        long days = asked.number(DAYS, 1, MOST_DAYS, DEFAULT_DAYS);
        double share = asked.value(SHARE, QualityJob::share, "must be a number above 0, at most 1")
                .orElse(1.0);
        asked.keep(SHARE, Double.toString(share));
        if (asked.text(SEED).isPresent())
            asked.keep(SEED, Long.toString(asked.number(SEED, Long.MIN_VALUE, Long.MAX_VALUE, 0)));
        // Whole days: what is decided while the run goes on is the next run's.
        long today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
        return regions.stream()
                .map(region -> new RegionRange(region, Math.max(0, today - days), today))
                .toList();
    }

    private static Optional<Double> share(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(share -> share > 0 && share <= 1);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    @Override
    public Readiness ready(RunRequest request) {
        long seed = request.setting(SEED).map(Long::parseLong).orElseGet(request::seed);
        double share = Double.parseDouble(request.setting(SHARE).orElseThrow());
        return new Readiness.Ready(new QualityPass(request, share, seed, cells, clock));
    }
}
