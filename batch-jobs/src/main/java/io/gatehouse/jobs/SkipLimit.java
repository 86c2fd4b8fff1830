package io.gatehouse.jobs;

import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * How much a run may leave out because it is broken, before the run fails. What is left out because that is right (the author is
 * gone, a person decided) is counted beside it and is no fault.
 *
 * @param kinds codes that count, as summaries name them under {@code skipped}; empty for a job that leaves out nothing
 * @param most of all kinds together, in one region
 * @param why so many, or why none
 */
public record SkipLimit(SortedSet<String> kinds, long most, String why) {
    /** Of what is stored and does not open. */
    public static final String UNREADABLE = "unreadable";

    /**
     * One person's broken key, or a torn page of a table, spoils fewer contents; a wrong key of the region or a store that lost its
     * objects spoils more, and a run that went on would call a region looked through that was not.
     */
    private static final long MOST_UNREADABLE = 1_000;

    private static final String PREFIX = "tally.skipped.";

    /** For whatever opens contents one by one. */
    public static final SkipLimit CONTENTS = new SkipLimit(
            new TreeSet<>(java.util.List.of(UNREADABLE)),
            MOST_UNREADABLE,
            "one person's broken key spoils fewer; a wrong key of the region spoils more");

    public SkipLimit {
        kinds = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        if (most < 0 || kinds.isEmpty() != (most == 0))
            throw new IllegalArgumentException("kinds and a number go together: " + kinds + ", " + most);
    }

    /** Of a job that fails at the first thing that it cannot deal with. */
    public static SkipLimit none(String why) {
        return new SkipLimit(new TreeSet<>(), 0, why);
    }

    boolean skips() {
        return !kinds.isEmpty();
    }

    /** What of a part's counts is of these kinds. */
    Map<String, Long> skipped(ExecutionContext part) {
        var skipped = new TreeMap<String, Long>();
        for (var kind : kinds) {
            long count = part.getLong(PREFIX + kind, 0);
            if (count > 0) skipped.put(kind, count);
        }
        return skipped;
    }

    /**
     * Of all parts of a region.
     *
     * @throws ExceededException when they are more than {@code most}
     */
    public static void check(Collection<Map<String, Long>> parts, long most) {
        var all = new TreeMap<String, Long>();
        parts.forEach(part -> part.forEach((kind, count) -> all.merge(kind, count, Long::sum)));
        long sum = all.values().stream().mapToLong(Long::longValue).sum();
        if (sum > most) throw new ExceededException(all, sum, most);
    }

    /** Too much was left out. The message names kinds and numbers, never what it was. */
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExceededException(Map<String, Long> kinds, long sum, long most) {
            super(sum + " could not be dealt with ("
                    + kinds.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", "))
                    + "), and " + RunRequest.SKIP_LIMIT + " is " + most
                    + ": find out why, or start a run with a higher one");
        }
    }
}
