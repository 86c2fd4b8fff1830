package io.gatehouse.service.console;

import io.gatehouse.jobs.JobProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How fast runs are, told from the looks that pages took at them. A run that was restarted keeps its counts, so its start says
 * nothing of its speed. Thread-safe.
 */
@Component
final class Paces {
    /** Longer than a pause of the database, shorter than a change of pace that people wait for. */
    private static final Duration LOOKS_BACK = Duration.ofSeconds(30);

    /** Between two looks that lie closer, a chunk more or less is all the difference. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private record Look(long execution, Instant at, long done, double fraction) {}

    /**
     * @param perSecond what the run counts, a second
     * @param left empty when it does not move, or cannot be told
     */
    record Pace(double perSecond, Optional<Duration> left) {}

    private final Clock clock;
    /** By job, of which one run is going on at a time. */
    private final Map<String, ArrayDeque<Look>> looks = new HashMap<>();

    Paces(Clock clock) {
        this.clock = clock;
    }

    /** Looks, and compares with earlier looks; empty at the first. */
    synchronized Optional<Pace> of(JobProgress run) {
        var now = new Look(run.execution(), clock.instant(), run.done(), run.fraction());
        var before = looks.computeIfAbsent(run.job(), _ -> new ArrayDeque<>());
        before.removeIf(look -> look.execution() != now.execution()
                || look.at().plus(LOOKS_BACK).isBefore(now.at()));
        var first = before.peekFirst();
        if (before.isEmpty()
                || Duration.between(before.getLast().at(), now.at()).compareTo(SHORTEST) >= 0) before.addLast(now);
        if (first == null || Duration.between(first.at(), now.at()).compareTo(SHORTEST) < 0) return Optional.empty();
        double seconds = Duration.between(first.at(), now.at()).toMillis() / 1000.0;
        double moved = (now.fraction() - first.fraction()) / seconds;
        Optional<Duration> left = moved <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (1000 * (1 - now.fraction()) / moved)));
        return Optional.of(new Pace(Math.max(0, now.done() - first.done()) / seconds, left));
    }
}
