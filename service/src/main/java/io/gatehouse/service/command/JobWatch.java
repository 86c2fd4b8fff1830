package io.gatehouse.service.command;

import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Follows a run with a progress bar. */
final class JobWatch {
    /** Often enough for a bar that moves, seldom enough that the service does not notice. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private JobWatch() {}

    /** The run as it ended. */
    static JsonNode toTheEnd(ServiceClient client, String job) throws IOException {
        JsonNode run = client.get("/v1/jobs/" + job).path("last_run");
        try (var bar = ProgressBar.onStandardError(job, run.path("unit").asString())) {
            while (isGoingOn(run)) {
                bar.update(run.path("done").asLong(), run.path("fraction").asDouble());
                Thread.sleep(LOOK_AGAIN);
                run = client.get("/v1/jobs/" + job).path("last_run");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; the run goes on", interrupted);
        }
        return run;
    }

    private static boolean isGoingOn(JsonNode run) {
        String status = run.path("status").asString();
        return status.equals("running") || status.equals("stopping");
    }
}
