package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.signal.Category;
import java.util.Set;

/**
 * SHA-256 digests of known media.
 *
 * @param digests 64 lower-case hexadecimal digits each
 */
public record DigestBank(
        String id, Category category, int severity, String provenance, Set<String> digests, SourceLine source) {
    public DigestBank {
        digests = Set.copyOf(digests);
    }
}
