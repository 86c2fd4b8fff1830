package io.gatehouse.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one run of a job stands. A restarted run keeps its counts.
 *
 * @param execution id of this start or restart; grows
 * @param parameters as completed when the run was prepared, without the run's own id
 * @param startedAt of this start or restart
 * @param unit what {@code done} counts, plural
 * @param fraction of the whole run, in [0, 1]
 * @param summary what was done, by region; a tree of strings and numbers, empty until there is something to say
 * @param failures why it failed, one sentence each
 */
public record JobProgress(
        long execution,
        String job,
        Status status,
        Map<String, String> parameters,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        String unit,
        long done,
        double fraction,
        Map<String, Object> summary,
        List<String> failures) {
    public JobProgress {
        parameters = Map.copyOf(parameters);
        failures = List.copyOf(failures);
    }

    /** What can be said of a run. */
    public enum Status {
        RUNNING,
        STOPPING,
        /** Somebody stopped it; it can be restarted. */
        STOPPED,
        /** It could not go on; it can be restarted. */
        FAILED,
        /** Its process ended under it; it can be restarted. */
        INTERRUPTED,
        COMPLETED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOver() {
            return this != RUNNING && this != STOPPING;
        }
    }
}
