package io.gatehouse.jobs.retromatch;

import io.gatehouse.jobs.IndexRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** What one part, or several together, came to. Kept in the execution context beside the cursor. */
final class RetroTally {
    private static final String PREFIX = "tally.";
    private static final String ASKED = "media";
    private static final String FOUND = "media_found";
    private static final String CHANGED = "changed.";
    private static final String SKIPPED = "skipped.";

    private final Map<String, Long> counts = new TreeMap<>();

    /** Adds what a context holds. */
    void read(ExecutionContext context) {
        for (var entry : context.entrySet())
            if (entry.getKey().startsWith(PREFIX) && entry.getValue() instanceof Number count)
                counts.merge(entry.getKey().substring(PREFIX.length()), count.longValue(), Long::sum);
    }

    void write(ExecutionContext context) {
        counts.forEach((name, count) -> context.putLong(PREFIX + name, count));
        context.putLong(IndexRanges.DONE, counts.getOrDefault(ASKED, 0L));
    }

    void add(RetroTally other) {
        other.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
    }

    void asked() {
        add(ASKED);
    }

    void found() {
        add(FOUND);
    }

    /** @param change {@code allow>review} */
    void changed(String change) {
        add(CHANGED + change);
    }

    void skipped(String reason) {
        add(SKIPPED + reason);
    }

    private void add(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    Map<String, Object> facts() {
        var facts = new LinkedHashMap<String, Object>();
        facts.put(ASKED, counts.getOrDefault(ASKED, 0L));
        facts.put(FOUND, counts.getOrDefault(FOUND, 0L));
        facts.put("changed", under(CHANGED));
        facts.put("skipped", under(SKIPPED));
        return facts;
    }

    private Map<String, Long> under(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) found.put(name.substring(prefix.length()), count);
        });
        return found;
    }
}
