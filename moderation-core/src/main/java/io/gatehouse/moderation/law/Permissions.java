package io.gatehouse.moderation.law;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

    /** What may look, with what may look for others' sake; skipped is what neither of them permits. */
    public Permissions and(Permissions others) {
        if (others.permitted.isEmpty() && others.skipped.isEmpty()) return this;
        var both = EnumSet.noneOf(Purpose.class);
        both.addAll(permitted);
        both.addAll(others.permitted);
        return new Permissions(
                both,
                Stream.concat(skipped.stream(), others.skipped.stream())
                        .filter(one -> !both.contains(one.purpose()))
                        .distinct()
                        .sorted(Comparator.comparing(SkippedPurpose::purpose))
                        .toList(),
                Stream.concat(bases.stream(), others.bases.stream())
                        .distinct()
                        .sorted()
                        .toList());
    }
}
