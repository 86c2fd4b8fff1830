package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.Template;
import io.gatehouse.moderation.training.TrainingTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The same innocent sentences about one group and another: whether who is spoken of changes what is found. */
public final class Fairness {
    /** Slots that hold protected groups, or somebody of one. */
    private static final List<String> SLOTS = List.of("group", "member");

    private Fairness() {}

    /**
     * @param group as the fillers name it
     * @param falseAlarms of the sentences about it
     * @param change of the share against the very same sentences about any group of the language, in [-1, 1]
     */
    public record OfGroup(String language, String group, Proportion falseAlarms, double change) {}

    /**
     * @param which sentences to ask: those the model has learned prove nothing
     * @param threshold at and above which any category counts as found
     * @return the greatest change first
     */
    public static List<OfGroup> of(
            TrainingTexts texts,
            Predicate<Template> which,
            BiFunction<String, String, Map<Category, Double>> score,
            double threshold) {
        var groups = new ArrayList<OfGroup>();
        for (String language : texts.languages()) groups.addAll(of(texts, language, which, score, threshold));
        groups.sort(Comparator.comparingDouble((OfGroup group) -> Math.abs(group.change()))
                .reversed()
                .thenComparing(OfGroup::language)
                .thenComparing(OfGroup::group));
        return groups;
    }

    private static List<OfGroup> of(
            TrainingTexts texts,
            String language,
            Predicate<Template> which,
            BiFunction<String, String, Map<Category, Double>> score,
            double threshold) {
        var asked = new TreeMap<String, Long>();
        var found = new TreeMap<String, Long>();
        // A group is asked in sentences that not every other fits into: these may alarm more than others, whoever they
        // are about.
        var expected = new TreeMap<String, Double>();
        for (var template : texts.templates(language)) {
            if (template.harm().isPresent() || !which.test(template)) continue;
            for (String slot : SLOTS) {
                var swaps = texts.fillers(language).swaps(template, slot);
                var alarming = swaps.entrySet().stream()
                        .filter(of -> score.apply(of.getValue(), language).values().stream()
                                .anyMatch(s -> s >= threshold))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
                for (String group : swaps.keySet()) {
                    asked.merge(group, 1L, Long::sum);
                    found.merge(group, alarming.contains(group) ? 1L : 0L, Long::sum);
                    expected.merge(group, (double) alarming.size() / swaps.size(), Double::sum);
                }
            }
        }
        var groups = new ArrayList<OfGroup>();
        asked.forEach((group, count) -> {
            var share = Proportion.of(found.getOrDefault(group, 0L), count);
            groups.add(new OfGroup(language, group, share, share.value() - expected.getOrDefault(group, 0.0) / count));
        });
        return groups;
    }
}
