package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.rule.RuleId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules that may for now do less than their policy says, because they matched more or less often than their authors
 * expected. Recorded with each decision, like the facts that were told. Immutable.
 */
public record Overrides(SortedMap<RuleId, Entry> byRule) {
    public static final Overrides NONE = new Overrides(new TreeMap<>());

    /** What a rule may still do. */
    public enum Kind {
        /** It matches, and nothing follows: neither label nor verdict. */
        SHADOW,
        /** Where it would restrict, it asks for review. */
        REVIEW_ONLY
    }

    /** @param reason one sentence, about counts only */
    public record Entry(Kind kind, String reason) {}

    public Overrides {
        byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
    }

    public static Overrides of(Map<RuleId, Entry> byRule) {
        return new Overrides(new TreeMap<>(byRule));
    }

    boolean isShadowed(RuleId rule) {
        var override = byRule.get(rule);
        return override != null && override.kind() == Kind.SHADOW;
    }

    boolean asksReviewOnly(RuleId rule) {
        var override = byRule.get(rule);
        return override != null && override.kind() == Kind.REVIEW_ONLY;
    }
}
