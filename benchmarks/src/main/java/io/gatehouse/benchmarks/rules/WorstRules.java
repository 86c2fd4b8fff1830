package io.gatehouse.benchmarks.rules;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SourceLine;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rules made to meet the {@link WorstTexts}. */
final class WorstRules {
    static final LinkBank BANK = new LinkBank(
            "bench.links",
            Category.SPAM,
            2,
            "bench",
            Set.of("evil.example", "bad.test"),
            null,
            new SourceLine("bench.yaml", 1));

    private WorstRules() {}

    static List<Rule> words() {
        var conditions = new ArrayList<RuleCondition>();
        for (var word : List.of("a", "aa", "aaa", "aaaa", "a*", "*aba*", "*bab*", "*ab", "漢", "a b", "a a", "a a a"))
            conditions.add(new RuleCondition.AnyPhrase(List.of(word), 0, FoldLevel.FULL, null));
        for (var level : FoldLevel.values())
            for (var word : List.of("alpha", "beta", "alpha*", "alpha alpha", "alpha beta gamma delta"))
                conditions.add(new RuleCondition.AnyPhrase(List.of(word), 0, level, null));
        for (int i = 0; i < 500; i++) {
            conditions.add(new RuleCondition.AnyPhrase(List.of("common"), 0, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.AnyPhrase(List.of("alpha alpha", "beta gamma"), 5, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.AnyPhrase(List.of("alpha one two" + i), 0, FoldLevel.FULL, null));
            conditions.add(new RuleCondition.Near(
                    List.of(
                            new NearTerm.OfWord("alpha"),
                            new NearTerm.OfWord("beta"),
                            new NearTerm.OfWord("gamma"),
                            new NearTerm.OfWord("delta")),
                    10,
                    null));
        }
        for (char first = 'a'; first <= 'z'; first++)
            for (char last = 'a'; last <= 'z'; last++)
                for (char inside = 'a'; inside <= 'z'; inside++)
                    conditions.add(new RuleCondition.AnyPhrase(
                            List.of("" + first + inside + "x" + last), 0, FoldLevel.FULL, null));
        return numbered('w', conditions);
    }

    /** Expressions and queries whose words the texts are full of. */
    static List<Rule> checks() {
        var conditions = new ArrayList<RuleCondition>();
        for (var regex : List.of(
                "alpha.{0,200}omega", "(a|b|aa)+c", "common[a-z ]*x", "\\b(?:alpha|beta)\\W+(?:\\w+\\W+){0,5}gamma\\b"))
            conditions.add(new RuleCondition.Regex(regex, FoldLevel.FULL, null));
        for (var query : List.of(
                "alpha AND NOT omega",
                "\"alpha beta\"~10 AND common",
                "alp* AND bet* AND NOT delta",
                "(a OR b) AND common*")) conditions.add(new RuleCondition.Query(query, FoldLevel.FULL, null));
        return numbered('c', conditions);
    }

    /** Every kind of personal data. */
    static List<Rule> personalData() {
        return numbered('p', List.of(new RuleCondition.Pii(Set.of(PiiKind.values()), Set.of())));
    }

    /** Every built-in kind of link, and a list. */
    static List<Rule> links() {
        var banks = new ArrayList<>(RuleCondition.Links.BUILT_IN);
        banks.add(BANK.id());
        return numbered('l', List.of(new RuleCondition.Links(banks)));
    }

    private static List<Rule> numbered(char series, List<? extends RuleCondition> conditions) {
        var rules = new ArrayList<Rule>();
        for (var condition : conditions)
            rules.add(rule(String.format(Locale.ROOT, "%c%06d", series, rules.size()), condition));
        return rules;
    }

    private static Rule rule(String id, RuleCondition condition) {
        return new Rule(
                new RuleId(id),
                "bench",
                "Rules 1",
                Category.SPAM,
                2,
                Purpose.TERMS,
                Set.of(Surface.values()),
                condition,
                new Consequence.LabelOnly(),
                new Ground(
                        new Ground.Basis.Incompatible("bench"),
                        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                        List.of("KEYWORD_OTHER")),
                Examples.NONE,
                new SourceLine("bench.yaml", 1));
    }
}
