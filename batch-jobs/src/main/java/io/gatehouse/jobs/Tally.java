package io.gatehouse.jobs;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What one part of a run, or several together, came to: counts by name. Kept in the execution context beside the cursor. */
public final class Tally {
    private static final String PREFIX = "tally.";

    private final Map<String, Long> counts = new TreeMap<>();

    /** Of all parts together. */
    public static Tally of(Collection<ExecutionContext> parts) {
        var all = new Tally();
        parts.forEach(all::read);
        return all;
    }

    /** Adds what a context holds. */
    public void read(ExecutionContext context) {
        for (var entry : context.entrySet())
            if (entry.getKey().startsWith(PREFIX) && entry.getValue() instanceof Number count)
                add(entry.getKey().substring(PREFIX.length()), count.longValue());
    }

    /** @param done what progress is told by */
    public void write(ExecutionContext context, long done) {
        counts.forEach((name, count) -> context.putLong(PREFIX + name, count));
        context.putLong(IndexRanges.DONE, done);
    }

    public void add(String name, long count) {
        counts.merge(name, count, Long::sum);
    }

    public long get(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Counts whose names begin so, by the rest of the name. */
    public Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), count);
        });
        return found;
    }
}
