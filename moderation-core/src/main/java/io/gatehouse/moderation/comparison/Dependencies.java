package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What rests on what.
 *
 * @param banksOfRule banks that a rule names, by rule that names any
 * @param classifiersOfRule as {@code banksOfRule}
 * @param inclusions banks that a bank includes, by bank that includes any
 * @param unusedBanks banks that no rule reaches, not even by inclusion
 */
public record Dependencies(
        SortedMap<String, NavigableSet<String>> banksOfRule,
        SortedMap<String, NavigableSet<String>> classifiersOfRule,
        Map<String, List<String>> inclusions,
        NavigableSet<String> unusedBanks) {
    public static Dependencies of(PolicySet policies) {
        var banks = new TreeMap<String, NavigableSet<String>>();
        var classifiers = new TreeMap<String, NavigableSet<String>>();
        for (Rule rule : policies.rules()) {
            var named = new TreeSet<String>();
            collectBanks(rule.condition(), named);
            var asked = new TreeSet<String>();
            if (rule.condition() instanceof RuleCondition.Classifier classifier) asked.add(classifier.classifier());
            Guard guard = rule.guard();
            if (guard != null) {
                asked.addAll(guard.condition().classifiers());
                guard.condition().signals().stream()
                        .filter(name -> policies.banks().containsKey(name)
                                || policies.linkBanks().containsKey(name))
                        .forEach(named::add);
            }
            if (!named.isEmpty()) banks.put(rule.id().value(), named);
            if (!asked.isEmpty()) classifiers.put(rule.id().value(), asked);
        }
        var inclusions = new TreeMap<>(policies.inclusions());
        var unused = new TreeSet<>(policies.banks().keySet());
        unused.addAll(policies.digestBanks().keySet());
        unused.addAll(policies.linkBanks().keySet());
        banks.values().forEach(named -> named.forEach(bank -> reach(bank, inclusions, unused)));
        return new Dependencies(banks, classifiers, inclusions, unused);
    }

    /** Whatever part of a condition is called a bank names one: kinds of conditions that come later do so, too. */
    private static void collectBanks(Record condition, NavigableSet<String> into) {
        for (RecordComponent part : condition.getClass().getRecordComponents()) {
            boolean isBank = part.getName().equals("bank") || part.getName().equals("banks");
            collect(Wording.part(condition, part), isBank, into);
        }
    }

    private static void collect(
            @org.jspecify.annotations.Nullable Object value, boolean isBank, NavigableSet<String> into) {
        switch (value) {
            case String name when isBank -> into.add(name);
            case Collection<?> many -> many.forEach(each -> collect(each, isBank, into));
            case Record inner -> collectBanks(inner, into);
            case null, default -> {}
        }
    }

    private static void collectBanks(RuleCondition condition, NavigableSet<String> into) {
        if (condition instanceof Record whole) collectBanks(whole, into);
    }

    private static void reach(String bank, Map<String, List<String>> inclusions, NavigableSet<String> unused) {
        // What was reached before has reached what it includes.
        if (unused.remove(bank))
            inclusions.getOrDefault(bank, List.of()).forEach(included -> reach(included, inclusions, unused));
    }
}
