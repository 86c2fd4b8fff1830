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

/** The same innocent sentences about one group and another: whether who is spoken of changes what is found. */
public final class Fairness {
    /** Slots that hold protected groups, or somebody of one. */
    private static final List<String> SLOTS = List.of("group", "member");

    private Fairness() {}

    /**
     * @param group as the fillers name it
     * @param falseAlarms of the sentences about it
     * @param change of the share against all groups of the language together, in [-1, 1]
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
        for (var template : texts.templates(language)) {
            if (template.harm().isPresent() || !which.test(template)) continue;
            for (String slot : SLOTS)
                texts.fillers(language).swaps(template, slot).forEach((group, sentence) -> {
                    asked.merge(group, 1L, Long::sum);
                    boolean isFound =
                            score.apply(sentence, language).values().stream().anyMatch(s -> s >= threshold);
                    found.merge(group, isFound ? 1L : 0L, Long::sum);
                });
        }
        long all = asked.values().stream().mapToLong(n -> n).sum();
        long allFound = found.values().stream().mapToLong(n -> n).sum();
        var groups = new ArrayList<OfGroup>();
        asked.forEach((group, count) -> {
            var share = Proportion.of(found.getOrDefault(group, 0L), count);
            groups.add(new OfGroup(language, group, share, share.value() - (double) allFound / all));
        });
        return groups;
    }
}
