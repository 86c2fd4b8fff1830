package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What conditions ask text for. A bank is only looked for where a rule wants it, so those that only a condition names are
 * wanted by a rule of their own, which no policy has and which therefore decides nothing.
 */
public final class Signals {
    /** Before a kind of personal data in a condition: {@code pii.email}. */
    public static final String PII = "pii.";

    private static final RuleId BANKS = new RuleId("gatehouse.conditions.banks");
    private static final RuleId LINKS = new RuleId("gatehouse.conditions.links");
    private static final RuleId KINDS = new RuleId("gatehouse.conditions.pii");

    private Signals() {}

    /** The rules, and those that see to it that the signals of their conditions are looked for. */
    static List<Rule> withAsked(List<Rule> rules, Set<String> wordBanks, Set<String> linkBanks) {
        var banks = new TreeSet<String>();
        var links = new TreeSet<String>();
        var kinds = EnumSet.noneOf(PiiKind.class);
        Rule like = null;
        for (var rule : rules) {
            Guard guard = rule.guard();
            if (guard == null || guard.condition().signals().isEmpty()) continue;
            like = rule;
            for (var name : guard.condition().signals()) {
                if (wordBanks.contains(name)) banks.add(name);
                else if (linkBanks.contains(name)) links.add(name);
                else if (name.startsWith(PII))
                    PiiKind.ofWireName(name.substring(PII.length())).ifPresent(kinds::add);
            }
        }
        if (like == null) return rules;
        var all = new ArrayList<>(rules);
        if (!banks.isEmpty()) all.add(asking(BANKS, new RuleCondition.AnyBank(List.copyOf(banks)), like));
        if (!links.isEmpty()) all.add(asking(LINKS, new RuleCondition.Links(List.copyOf(links)), like));
        if (!kinds.isEmpty()) all.add(asking(KINDS, new RuleCondition.Pii(kinds), like));
        return all;
    }

    private static Rule asking(RuleId id, RuleCondition condition, Rule like) {
        return new Rule(
                id,
                like.policy(),
                like.clause(),
                like.category(),
                like.severity(),
                like.purpose(),
                like.surfaces(),
                condition,
                new Consequence.LabelOnly(),
                like.ground(),
                Examples.NONE,
                like.source());
    }
}
