package io.gatehouse.jobs;

/**
 * What an operator can rely on, in words of a table.
 *
 * @param parts what is done side by side, or why nothing is
 * @param throttledBy what holds it back
 * @param restartsAt what is repeated at most after a kill
 * @param dryRun what it does instead of writing, or that it writes nothing
 * @param skips what it may leave out before it fails
 * @param entry what it leaves in the log of each region
 */
public record JobTraits(
        String parts, String throttledBy, String restartsAt, String dryRun, SkipLimit skips, String entry) {
    public JobTraits {
        for (var text : java.util.List.of(parts, throttledBy, restartsAt, dryRun, entry))
            if (text.isBlank()) throw new IllegalArgumentException("a trait says nothing");
    }
}
