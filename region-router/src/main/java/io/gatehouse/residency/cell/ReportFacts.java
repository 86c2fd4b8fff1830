package io.gatehouse.residency.cell;

import java.time.Instant;
import java.util.List;

/** What reports count, in plain columns: nothing here may be about a person. */
public record ReportFacts(
        String surface,
        String verdict,
        List<String> categories,
        String language,
        String policyDigest,
        boolean degraded,
        Instant decidedAt) {
    public ReportFacts {
        categories = List.copyOf(categories);
    }
}
