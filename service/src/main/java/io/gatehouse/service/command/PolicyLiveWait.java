package io.gatehouse.service.command;

import io.gatehouse.service.terminal.ProgressBar;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Waits until every node that is up has followed to a revision of the control database. */
final class PolicyLiveWait {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** A large version takes seconds to compile; after this somebody should look. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private PolicyLiveWait() {}

    /** @return the nodes as they were last seen; those that have not followed are to be seen among them */
    static JsonNode untilFollowed(ServiceClient client) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        JsonNode seen = client.get("/v1/policies/nodes");
        long revision = seen.path("revision").asLong();
        try (var progress = ProgressBar.onStandardError("going live", "nodes")) {
            while (true) {
                long up = 0;
                long followed = 0;
                for (JsonNode node : seen.path("nodes").values()) {
                    if (node.path("silent").asBoolean()) continue;
                    up++;
                    if (node.path("revision").asLong() >= revision) followed++;
                }
                progress.update(followed, up == 0 ? 1 : (double) followed / up);
                if (followed == up || System.nanoTime() > end) return seen;
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                seen = client.get("/v1/policies/nodes");
            }
        }
    }
}
