package io.gatehouse.moderation.policy;

import org.jspecify.annotations.Nullable;

/**
 * One fault in a policy file, for the person who wrote it.
 *
 * @param file as given to the loader, relative to the policy directory
 * @param line 1-based; 0 when the fault is the whole file's
 * @param hint what to do about it, where we know
 */
public record Problem(
        String file, int line, String message, @Nullable String hint) implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0
                ? byFile
                : line != other.line ? Integer.compare(line, other.line) : message.compareTo(other.message);
    }

    /** {@code file:line: message (hint)}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + message + (hint == null ? "" : " (" + hint + ")");
    }
}
