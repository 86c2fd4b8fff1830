package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.IndexRanges;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What one part, or several together, came to. Kept in the execution context beside the cursor. */
final class RescanTally {
    private static final String PREFIX = "tally.";
    private static final String UNCHANGED = "unchanged";
    private static final String DEGRADED = "degraded";
    private static final String CHANGED = "changed.";
    private static final String SKIPPED = "skipped.";
    private static final String POLICY = "policy.";

    private final Map<String, Long> counts = new TreeMap<>();

    /** Adds what a context holds. */
    void read(ExecutionContext context) {
        for (var entry : context.entrySet())
            if (entry.getKey().startsWith(PREFIX) && entry.getValue() instanceof Number count)
                counts.merge(entry.getKey().substring(PREFIX.length()), count.longValue(), Long::sum);
    }

    void write(ExecutionContext context) {
        counts.forEach((name, count) -> context.putLong(PREFIX + name, count));
        context.putLong(IndexRanges.DONE, judged() + sum(skipped()));
    }

    /** What another counted. */
    void add(RescanTally other) {
        other.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    }

    void unchanged(String supersededPolicy, boolean degraded) {
        add(UNCHANGED);
        judged(supersededPolicy, degraded);
    }

    void changed(Rejudged.Change change) {
        add(CHANGED + change.name());
        judged(change.supersededPolicy(), change.degraded());
    }

    void skipped(String reason) {
        add(SKIPPED + reason);
    }

    private void judged(String supersededPolicy, boolean degraded) {
        add(POLICY + supersededPolicy);
        if (degraded) add(DEGRADED);
    }

    private void add(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    long judged() {
        return unchanged() + sum(changed());
    }

    long unchanged() {
        return counts.getOrDefault(UNCHANGED, 0L);
    }

    /** Judgements for which some signal could not be asked. */
    long degraded() {
        return counts.getOrDefault(DEGRADED, 0L);
    }

    /** By {@code old>new} verdict. */
    Map<String, Long> changed() {
        return under(CHANGED);
    }

    /** By reason. */
    Map<String, Long> skipped() {
        return under(SKIPPED);
    }

    /** How many of the decisions judged again had been made under which policy digest. */
    Map<String, Long> supersededPolicies() {
        return under(POLICY);
    }

    private Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), count);
        });
        return found;
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
