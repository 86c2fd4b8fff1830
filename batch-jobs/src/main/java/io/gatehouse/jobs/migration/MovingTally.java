package io.gatehouse.jobs.migration;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.cell.CarriedCounts;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What one part, or several together, came to: numbers and reasons, nobody's name. Kept beside the cursor. */
final class MovingTally {
    private static final String PREFIX = "tally.";
    private static final String FAILED = "failed.";
    private static final String TO = "to.";

    private final Map<String, Long> counts = new TreeMap<>();

    /** Adds what a context holds. */
    void read(ExecutionContext context) {
        for (var entry : context.entrySet())
            if (entry.getKey().startsWith(PREFIX) && entry.getValue() instanceof Number count)
                add(entry.getKey().substring(PREFIX.length()), count.longValue());
    }

    void write(ExecutionContext context) {
        counts.forEach((name, count) -> context.putLong(PREFIX + name, count));
        context.putLong(IndexRanges.DONE, get("contents"));
    }

    void seen() {
        add("seen", 1);
    }

    /** A person who moved, or, in a rehearsal, who would. */
    void moved(String to, CarriedCounts carried) {
        add("people", 1);
        add(TO + to, 1);
        add("contents", carried.contents());
        add("decisions", carried.decisions());
        add("keys", carried.keys());
        add("media", carried.media());
        add("bytes", carried.bytes());
    }

    /** @param reason in words, without a person's name or a key of theirs */
    void failed(String reason) {
        add(FAILED + reason, 1);
    }

    /** Somebody whose profile does not open: counted as failed, and towards the limit of those. */
    void unreadable() {
        failed("the profile cannot be read");
        add("skipped." + SkipLimit.UNREADABLE, 1);
    }

    private void add(String name, long count) {
        counts.merge(name, count, Long::sum);
    }

    long get(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** By region. */
    Map<String, Long> to() {
        return under(TO);
    }

    /** By reason. */
    Map<String, Long> failed() {
        return under(FAILED);
    }

    private Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), count);
        });
        return found;
    }
}
