package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.fact.FactSeries.Member;
import io.gatehouse.moderation.fact.FactSeries.Subject;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the rules of some purposes want beyond text: asked once per set of purposes, not per message.
 *
 * @param series that every content adds to
 * @param bySurface the classifiers that rules of a surface want to ask about every content
 * @param always what rules want to know of every content
 * @param guarded text rules with a guard, which is only asked once the text matched
 */
record Needs(
        Set<String> classifiers,
        Map<Surface, Set<String>> bySurface,
        Set<String> digestBanks,
        Map<FactSeries, Duration> series,
        Wants always,
        Map<RuleId, Rule> guarded) {

    /** Facts to be told. */
    record Wants(Set<FactKey> counts, boolean standing) {
        Wants and(Guard guard) {
            var all = new HashSet<>(counts);
            all.addAll(guard.condition().counts());
            return new Wants(Set.copyOf(all), standing || guard.condition().asksStanding());
        }
    }

    static Needs of(List<Rule> rules, Set<Purpose> permitted) {
        Set<String> classifiers = new TreeSet<>();
        Map<Surface, Set<String>> bySurface = new EnumMap<>(Surface.class);
        Set<String> banks = new TreeSet<>();
        Set<FactKey> counts = new HashSet<>();
        Set<FactKey> counted = new HashSet<>();
        Map<RuleId, Rule> guarded = new HashMap<>();
        boolean standing = false;
        for (Rule rule : rules) {
            if (!permitted.contains(rule.purpose())) continue;
            var always = alwaysAsked(rule);
            for (Surface surface : rule.surfaces())
                bySurface.computeIfAbsent(surface, _ -> new TreeSet<>()).addAll(always);
            switch (rule.condition()) {
                case RuleCondition.Classifier c -> classifiers.add(c.classifier());
                case RuleCondition.Digest d -> banks.add(d.bank());
                case RuleCondition.Count c -> counts.add(new FactKey(c.fact(), c.window()));
                case RuleCondition.Similar similar -> counts.add(similar.key());
                case RuleCondition.OnText _, RuleCondition.KnownMedia _, RuleCondition.Guarded _ -> {}
            }
            Guard guard = rule.guard();
            if (guard == null) continue;
            classifiers.addAll(guard.condition().classifiers());
            counted.addAll(guard.condition().counts());
            if (rule.condition() instanceof RuleCondition.OnText) {
                guarded.put(rule.id(), rule);
            } else {
                counts.addAll(guard.condition().counts());
                standing |= guard.condition().asksStanding();
            }
        }
        counted.addAll(counts);
        var series = new EnumMap<FactSeries, Duration>(FactSeries.class);
        for (FactKey key : counted)
            FactSeries.ofWireName(key.counter())
                    .ifPresent(each -> series.merge(each, key.window(), (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new Needs(
                classifiers,
                Map.copyOf(bySurface),
                banks,
                Map.copyOf(series),
                new Wants(Set.copyOf(counts), standing),
                Map.copyOf(guarded));
    }

    private static Set<String> alwaysAsked(Rule rule) {
        var names = new TreeSet<String>();
        if (rule.condition() instanceof RuleCondition.Classifier asked) names.add(asked.classifier());
        Guard guard = rule.guard();
        if (guard != null && !(rule.condition() instanceof RuleCondition.OnText))
            names.addAll(guard.condition().classifiers());
        return names;
    }

    /** The classifiers that rules of a surface want, with those that guard a rule whose text matched. */
    Set<String> classifiersOf(Surface surface, List<TextMatch> matches) {
        var names = new TreeSet<>(bySurface.getOrDefault(surface, Set.of()));
        if (guarded.isEmpty()) return names;
        for (TextMatch match : matches)
            for (RuleId id : match.rules()) {
                Rule rule = guarded.get(id);
                Guard guard = rule == null || !rule.surfaces().contains(surface) ? null : rule.guard();
                if (guard != null) names.addAll(guard.condition().classifiers());
            }
        return names;
    }

    /** With what the guards of the rules want whose text matched. */
    Wants of(Surface surface, List<TextMatch> matches) {
        Wants wants = always;
        if (guarded.isEmpty()) return wants;
        for (TextMatch match : matches)
            for (RuleId id : match.rules()) {
                Rule rule = guarded.get(id);
                if (rule == null || !rule.surfaces().contains(surface)) continue;
                Guard guard = rule.guard();
                if (guard != null) wants = wants.and(guard);
            }
        return wants;
    }

    boolean countsTexts() {
        return series.keySet().stream().anyMatch(s -> s.subject() == Subject.TEXT || s.member() == Member.TEXTS);
    }

    boolean countsDomains() {
        return series.keySet().stream().anyMatch(s -> s.subject() == Subject.DOMAIN || s.member() == Member.DOMAINS);
    }
}
