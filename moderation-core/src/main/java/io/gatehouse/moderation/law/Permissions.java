package io.gatehouse.moderation.law;

import java.util.List;
import java.util.Set;

/**
 * Which purposes may look at one piece of content.
 *
 * @param permitted in the order of {@link Purpose}
 * @param skipped the others, each with why
 * @param bases ids of the calendar's rows that permitted, sorted; empty on a public surface, where none is needed
 */
public record Permissions(Set<Purpose> permitted, List<SkippedPurpose> skipped, List<String> bases) {

    public Permissions {
        permitted = Set.copyOf(permitted);
        skipped = List.copyOf(skipped);
        bases = List.copyOf(bases);
    }
}
