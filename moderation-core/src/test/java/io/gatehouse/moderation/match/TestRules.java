package io.gatehouse.moderation.match;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SourceLine;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules and banks of which only the condition matters. */
final class TestRules {
    private static final SourceLine NOWHERE = new SourceLine("test.yaml", 1);
    private static final Ground GROUND =
            new Ground(new Ground.Basis.Incompatible("test"), "STATEMENT_CATEGORY_VIOLENCE", List.of());

    private TestRules() {}

    static Rule rule(String id, RuleCondition condition) {
        return new Rule(
                new RuleId(id),
                "test",
                "Rules 1",
                Category.HATE,
                2,
                Purpose.TERMS,
                Set.of(Surface.values()),
                condition,
                new Consequence.LabelOnly(),
                GROUND,
                Examples.NONE,
                NOWHERE);
    }

    static WordBank bank(String id, FoldLevel fold, List<String> words, List<String> allow) {
        return bank(id, null, fold, words, allow);
    }

    static WordBank bank(String id, @Nullable String language, FoldLevel fold, List<String> words, List<String> allow) {
        return new WordBank(id, Category.PROFANITY, language, fold, 2, "test", words, allow, NOWHERE);
    }
}
