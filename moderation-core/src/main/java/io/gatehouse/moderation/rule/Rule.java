package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a norm and what follows when it holds.
 *
 * @param policy id of the norm, the {@code policy:} of its file
 * @param clause of the published norm; goes into the statement of reasons
 * @param severity 1 (mild) to 4 (gravest), of the label that a match leaves
 * @param purpose without a legal basis for it, this rule never looks
 * @param surfaces where it applies; never empty
 * @param guard what must hold as well; null when the condition is all
 * @param marks what is noted about the author when it matches
 * @param examples texts that must and must not match
 * @param source where its author finds it
 * @param watch what is expected of it while it judges
 */
public record Rule(
        RuleId id,
        String policy,
        String clause,
        Category category,
        int severity,
        Purpose purpose,
        Set<Surface> surfaces,
        RuleCondition condition,
        @Nullable Guard guard,
        Consequence consequence,
        List<Mark> marks,
        Ground ground,
        Examples examples,
        SourceLine source,
        Watch watch) {
    public Rule {
        if (severity < 1 || severity > 4) throw new IllegalArgumentException("severity must be 1 to 4: " + severity);
        surfaces = Set.copyOf(surfaces);
        marks = List.copyOf(marks);
        if (surfaces.isEmpty()) throw new IllegalArgumentException("a rule must apply to some surface: " + id);
    }

    /** A rule without a guard, that notes nothing and of which nothing is expected while it judges. */
    public Rule(
            RuleId id,
            String policy,
            String clause,
            Category category,
            int severity,
            Purpose purpose,
            Set<Surface> surfaces,
            RuleCondition condition,
            Consequence consequence,
            Ground ground,
            Examples examples,
            SourceLine source) {
        this(
                id,
                policy,
                clause,
                category,
                severity,
                purpose,
                surfaces,
                condition,
                null,
                consequence,
                List.of(),
                ground,
                examples,
                source,
                Watch.NONE);
    }
}
