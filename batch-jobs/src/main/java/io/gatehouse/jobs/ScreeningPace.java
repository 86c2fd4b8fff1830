package io.gatehouse.jobs;

import java.time.Duration;
import java.util.Optional;

/** How screening fares beside jobs of the same process. Thread-safe, and cheap to ask. */
@FunctionalInterface
public interface ScreeningPace {
    /** Nobody screens here. */
    ScreeningPace IDLE = Optional::empty;

    /** What one in a hundred screenings of the last seconds took at least; empty when they were too few to say. */
    Optional<Duration> slowestHundredth();
}
