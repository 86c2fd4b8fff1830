package io.gatehouse.service.problem;

import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;

/** What a client is told when its author's region cannot take what was sent: never another region. */
public final class Unavailability {
    /** A disk is emptied by a person. */
    private static final Duration FULL_DISK = Duration.ofSeconds(60);

    /** A store that answers errors is back, or not, within seconds. */
    private static final Duration STORE = Duration.ofSeconds(2);

    private Unavailability() {}

    public static Problem of(Throwable failure) {
        if (DiskFull.isCauseOf(failure))
            return Problem.of(ProblemType.STORAGE_FULL, "Nothing was stored. An operator must make room first.")
                    .retryAfter(FULL_DISK);
        return switch (failure) {
            case DatabaseBusyException busy ->
                Problem.of(ProblemType.OVERLOADED, "Too much is waiting to be written; nothing was stored.")
                        .retryAfter(busy.retryAfter());
            case DatabaseUnavailableException away ->
                Problem.of(
                                ProblemType.REGION_UNAVAILABLE,
                                "The region's database did not answer. Send the same again, with the same Idempotency-Key.")
                        .retryAfter(away.retryAfter());
            default ->
                Problem.of(
                                ProblemType.REGION_UNAVAILABLE,
                                "The region's object store did not answer. Send the same again.")
                        .retryAfter(STORE);
        };
    }
}
