package io.gatehouse.service.console;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A run in the words of a page. */
record ShownProgress(JobProgress run, Optional<Paces.Pace> pace) {
    /** A run that is over, or whose speed nobody asks for. */
    ShownProgress(JobProgress run) {
        this(run, Optional.empty());
    }

    public String link() {
        return "/console/jobs/" + run.job() + "/" + run.execution();
    }

    public boolean isGoingOn() {
        return !run.status().isOver();
    }

    public boolean isBad() {
        return run.status() == Status.FAILED || run.status() == Status.INTERRUPTED;
    }

    /** Whether it can run on from where it ended, if it is the newest. */
    public boolean isUnfinished() {
        return run.status().isOver() && run.status() != Status.COMPLETED;
    }

    public String status() {
        return Told.status(run.status());
    }

    public boolean isDryRun() {
        return "true".equals(run.parameters().get("dry_run"));
    }

    public boolean isScheduled() {
        return "true".equals(run.parameters().get(BatchJob.SCHEDULED));
    }

    /** In [0, 1000], for a bar. */
    public long permille() {
        return Math.round(run.fraction() * 1000);
    }

    public Optional<Instant> startedAt() {
        return Optional.ofNullable(run.startedAt());
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(run.endedAt());
    }

    public Optional<Duration> took() {
        return startedAt().flatMap(start -> endedAt().map(end -> Duration.between(start, end)));
    }

    /** What was left out, by its reason, over all regions. */
    public Map<String, Long> skipped() {
        var skipped = new TreeMap<String, Long>();
        for (var region : run.summary().values())
            if (region instanceof Map<?, ?> facts && facts.get("skipped") instanceof Map<?, ?> reasons)
                reasons.forEach((reason, count) -> {
                    if (count instanceof Number number && number.longValue() > 0)
                        skipped.merge(String.valueOf(reason).replace('_', ' '), number.longValue(), Long::sum);
                });
        return skipped;
    }
}
