package io.gatehouse.service.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as the control database knows it.
 *
 * @param version the name that its authors gave it; several versions may bear it
 * @param percent of the authors that a canary decides for; null in every other stage
 * @param createdBy id of the API key that stored it
 * @param wasActive whether it ever decided for everyone
 * @param authors ids of every key whose hand is in it
 * @param approvals ids of the keys that approved it
 */
record StoredVersion(
        String digest,
        String version,
        Stage stage,
        @Nullable Integer percent,
        int rules,
        Instant createdAt,
        String createdBy,
        Instant stagedAt,
        boolean wasActive,
        List<String> authors,
        List<String> approvals) {
    StoredVersion {
        authors = List.copyOf(authors);
        approvals = List.copyOf(approvals);
    }
}
