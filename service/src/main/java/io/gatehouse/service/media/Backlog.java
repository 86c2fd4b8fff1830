package io.gatehouse.service.media;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import java.time.Duration;

/** How much decoding waits in one region, whichever process stored the media. Thread-safe. */
final class Backlog {
    /** One sum over what waits for each half second, however many uploads come. */
    private static final long BELIEVED_NANOS = Duration.ofMillis(500).toNanos();

    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final ServedRegion region;
    private final Duration most;
    private volatile Asked last = new Asked(System.nanoTime() - BELIEVED_NANOS - 1, Duration.ZERO);

    private record Asked(long at, Duration work) {}

    Backlog(ServedRegion region, Duration most) {
        this.region = region;
        this.most = most;
    }

    /** @throws ProblemException when more waits than {@code gatehouse.media.waiting} allows */
    void admit() {
        Duration work = work();
        if (work.compareTo(most) <= 0) return;
        long over = Math.clamp(work.minus(most).toSeconds(), 1, LONGEST_RETRY.toSeconds());
        throw new ProblemException(Problem.of(
                        ProblemType.OVERLOADED,
                        "Media that take some " + work.toSeconds() + " seconds to decode wait in this region.")
                .with("region", region.id().value())
                .retryAfter(Duration.ofSeconds(over)));
    }

    Duration work() {
        var known = last;
        if (System.nanoTime() - known.at() < BELIEVED_NANOS) return known.work();
        // Several may ask at once; that is cheaper than a lock that a slow database holds.
        var asked = new Asked(System.nanoTime(), region.cell().mediaHashes().work());
        last = asked;
        return asked.work();
    }

    /** For a gauge; what was known last when the cell does not answer. */
    double seconds() {
        try {
            return work().toMillis() / 1000.0;
        } catch (DatabaseUnavailableException | DatabaseBusyException _) {
            return last.work().toMillis() / 1000.0;
        }
    }
}
