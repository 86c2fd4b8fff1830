package io.gatehouse.moderation.rule;

/**
 * A place in a policy file.
 *
 * @param file relative to the policy directory, with forward slashes
 * @param line 1-based
 */
public record SourceLine(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
