package io.gatehouse.jobs.spread;

import io.gatehouse.residency.region.RegionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells workers of a region that a part waits. It only wakes: what the part is, and whether it may be worked on, stands in the
 * control database. Ids and log indexes, nothing of anybody.
 *
 * @param from first log index, for people who look at a topic
 * @param to log index after the last
 */
public record PartMessage(String job, long jobExecution, long stepExecution, RegionId region, long from, long to) {
    /** Raised when old workers could not read it. */
    private static final int VERSION = 1;

    /** Ours have a fifth of it. */
    private static final int MAX_LENGTH = 1_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    String toJson() {
        return JSON.createObjectNode()
                .put("version", VERSION)
                .put("job", job)
                .put("job_execution", jobExecution)
                .put("step_execution", stepExecution)
                .put("region", region.value())
                .put("from", from)
                .put("to", to)
                .toString();
    }

    /** Empty when it is no message of ours, or one of a later version. */
    static Optional<PartMessage> parse(@Nullable String json) {
        if (json == null || json.length() > MAX_LENGTH) return Optional.empty();
        try {
            JsonNode tree = JSON.readTree(json);
            if (tree.path("version").asInt(0) != VERSION) return Optional.empty();
            return Optional.of(new PartMessage(
                    tree.required("job").stringValue(),
                    tree.required("job_execution").longValue(),
                    tree.required("step_execution").longValue(),
                    new RegionId(tree.required("region").stringValue()),
                    tree.required("from").longValue(),
                    tree.required("to").longValue()));
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
