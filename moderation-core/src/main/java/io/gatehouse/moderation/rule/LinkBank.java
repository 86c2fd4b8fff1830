package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.signal.Category;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Domains that links may lead to.
 *
 * @param domains ASCII (IDNA) and lower case; each stands for itself and everything below it, one that begins with
 *     {@code *.} only for what is below it
 * @param expires after this day (UTC) its domains no longer match; null for never
 */
public record LinkBank(
        String id,
        Category category,
        int severity,
        String provenance,
        Set<String> domains,
        @Nullable LocalDate expires,
        SourceLine source) {
    public LinkBank {
        domains = Set.copyOf(domains);
    }

    /** The same bank with these domains, those that it includes among them. */
    public LinkBank with(Set<String> all) {
        return new LinkBank(id, category, severity, provenance, all, expires, source);
    }

    /** Whether its domains are no longer looked for on this day. */
    public boolean isExpiredOn(LocalDate today) {
        return expires != null && today.isAfter(expires);
    }
}
