package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.verdict.EnforcementAction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a policy's rules do on some messages, and what they could do without.
 *
 * @param neverMatched rules that matched nothing, and why that may be
 * @param alwaysAgree pairs that matched the same messages
 * @param shadowed rules that add nothing: wherever one matches, another does, at least as strictly
 * @param expiring banks that have expired, or soon do, by day
 */
public record CoverageReport(
        long messages,
        int rules,
        List<Never> neverMatched,
        List<Agreement> alwaysAgree,
        List<Shadow> shadowed,
        List<Expiring> expiring,
        Dependencies dependencies) {

    /** @param why a few words; empty when nothing is known but that it did not match */
    public record Never(String rule, String why) {}

    public record Agreement(String rule, String other, long matches) {}

    /**
     * @param by the rule that also matches wherever {@code rule} does
     * @param sameCategory false when the label would be missed
     */
    public record Shadow(String rule, long matches, String by, long matchesOfOther, boolean sameCategory) {}

    /**
     * @param leastMatches below this many, that two rules agree says nothing
     * @param today in UTC
     */
    public static CoverageReport of(PolicySet policies, Coverage coverage, long leastMatches, LocalDate today) {
        Map<String, Rule> rules = new TreeMap<>();
        policies.rules().forEach(rule -> rules.put(rule.id().value(), rule));
        var never = new ArrayList<Never>();
        var agreements = new ArrayList<Agreement>();
        var shadows = new ArrayList<Shadow>();
        rules.forEach((id, rule) -> {
            long matches = coverage.matches(id);
            if (matches == 0) never.add(new Never(id, whyNever(rule, policies, coverage)));
            if (matches == 0 || matches < leastMatches) return;
            for (String other : coverage.companions(id)) {
                Rule by = rules.get(other);
                if (by == null) continue;
                if (coverage.companions(other).contains(id)) {
                    if (id.compareTo(other) < 0) agreements.add(new Agreement(id, other, matches));
                } else if (isAtLeastAsStrict(by, rule) && by.surfaces().containsAll(rule.surfaces())) {
                    shadows.add(
                            new Shadow(id, matches, other, coverage.matches(other), by.category() == rule.category()));
                }
            }
        });
        return new CoverageReport(
                coverage.messages(),
                rules.size(),
                never,
                agreements,
                shadows,
                Expiring.of(policies, today),
                Dependencies.of(policies));
    }

    private static String whyNever(Rule rule, PolicySet policies, Coverage coverage) {
        if (rule.surfaces().stream().map(Surface::wireName).noneMatch(coverage.surfaces()::contains))
            return "no message was on its surfaces";
        if (!(rule.condition() instanceof RuleCondition.OnText)
                && !(rule.condition() instanceof RuleCondition.Classifier)) return "asks for more than text";
        if (rule.condition() instanceof RuleCondition.AnyBank(var banks)) {
            var languages = banks.stream()
                    .map(bank -> policies.banks().get(bank))
                    .map(bank -> bank == null || bank.language() == null ? "" : bank.language())
                    .collect(Collectors.toSet());
            if (!languages.contains("") && languages.stream().noneMatch(coverage.languages()::contains))
                return "no message was in " + languages.stream().sorted().collect(Collectors.joining(", "));
        }
        return "";
    }

    private static boolean isAtLeastAsStrict(Rule by, Rule rule) {
        if (by.consequence() instanceof Consequence.Restriction(var strict)
                && rule.consequence() instanceof Consequence.Restriction(var actions))
            return strict.stream()
                    .map(EnforcementAction::kind)
                    .collect(Collectors.toSet())
                    .containsAll(actions.stream().map(EnforcementAction::kind).toList());
        return strictness(by.consequence()) >= strictness(rule.consequence());
    }

    private static int strictness(Consequence consequence) {
        return switch (consequence) {
            case Consequence.LabelOnly() -> 0;
            case Consequence.AskReview(boolean hold) -> hold ? 2 : 1;
            case Consequence.Restriction _ -> 3;
        };
    }
}
