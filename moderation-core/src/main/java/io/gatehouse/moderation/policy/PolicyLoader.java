package io.gatehouse.moderation.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads a policy directory: {@code content/*.yaml}, {@code surfaces.yaml} and {@code VERSION}. */
public final class PolicyLoader {
    private PolicyLoader() {}

    /**
     * Reads, checks and compiles every file; a fault in one does not hide those in another. A file that cannot be read
     * is a {@link Problem} too.
     *
     * @param knownClassifiers names that {@code classifier:} conditions may use
     * @param configuredLanguages ISO 639-1 codes that the language identifier can tell apart
     */
    public static Loaded load(Path policiesDirectory, Set<String> knownClassifiers, Set<String> configuredLanguages) {
        return new Loaded.Rejected(List.of(new Problem(policiesDirectory.toString(), 0, "not yet read", null)));
    }
}
