package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.signal.Category;
import java.util.Set;

/**
 * Domains that links may lead to.
 *
 * @param domains ASCII (IDNA) and lower case; each stands for itself and everything below it, one that begins with
 *     {@code *.} only for what is below it
 */
public record LinkBank(
        String id, Category category, int severity, String provenance, Set<String> domains, SourceLine source) {
    public LinkBank {
        domains = Set.copyOf(domains);
    }
}
