package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Collects scores of labelled texts and measures them by category, language and length. Not thread-safe. */
public final class Evaluation {
    /** Stands for "any category": the highest score against whether the text is toxic at all. */
    public static final String ANY = "any";

    /** Stands for all languages together. */
    public static final String ALL = "all";

    /** What counts as found where no threshold is given. */
    public static final double DEFAULT_THRESHOLD = 0.5;

    private final Labelling labelling;
    private final Map<Category, Double> thresholds;
    private final Map<String, Map<String, ScoredTexts>> scored = new TreeMap<>();
    private final Map<String, Map<Length, ScoredTexts>> byLength = new TreeMap<>();
    private long texts;

    /** @param thresholds in [0, 1]; {@link #DEFAULT_THRESHOLD} for a category without */
    public Evaluation(Labelling labelling, Map<Category, Double> thresholds) {
        this.labelling = labelling;
        this.thresholds = Map.copyOf(thresholds);
        this.thresholds.forEach((category, threshold) -> {
            if (!(threshold >= 0 && threshold <= 1))
                throw new IllegalArgumentException("threshold of " + category + " must be in [0, 1]: " + threshold);
        });
    }

    /** Scores every row and measures. */
    public static EvaluationReport of(
            Iterator<LabelledText> rows, Function<String, Map<Category, Double>> score, Labelling labelling) {
        var evaluation = new Evaluation(labelling, Map.of());
        rows.forEachRemaining(row -> evaluation.add(row, score.apply(row.text())));
        return evaluation.report();
    }

    /** @param scores in [0, 1], of every category to be measured */
    public void add(LabelledText text, Map<Category, Double> scores) {
        texts++;
        scores.forEach((category, score) -> {
            if (!(score >= 0 && score <= 1))
                throw new IllegalArgumentException("score of " + category + " must be in [0, 1]: " + score);
            add(category.wireName(), text, score, labelling.truth(text, category));
        });
        double highest = scores.values().stream().mapToDouble(d -> d).max().orElse(0);
        add(ANY, text, highest, any(text, scores.keySet()));
    }

    /** A text that is toxic only in ways that are not scored here cannot be held against the scores. */
    private static Truth any(LabelledText text, Set<Category> measured) {
        if (text.toxic().isEmpty()) return Truth.NOT_LABELLED;
        if (!text.toxic().get()) return Truth.ABSENT;
        return text.categories().stream().anyMatch(measured::contains) ? Truth.PRESENT : Truth.NOT_LABELLED;
    }

    private void add(String category, LabelledText text, double score, Truth truth) {
        var byLanguage = scored.computeIfAbsent(category, _ -> new TreeMap<>());
        byLanguage.computeIfAbsent(ALL, _ -> new ScoredTexts()).add(score, truth);
        byLanguage.computeIfAbsent(text.language(), _ -> new ScoredTexts()).add(score, truth);
        byLength.computeIfAbsent(category, _ -> new TreeMap<>())
                .computeIfAbsent(Length.of(text.text()), _ -> new ScoredTexts())
                .add(score, truth);
    }

    public EvaluationReport report() {
        var qualities = new ArrayList<Quality>();
        scored.forEach((category, byLanguage) -> {
            for (String language : languages(byLanguage)) {
                var cell = byLanguage.get(language);
                if (cell != null && cell.size() > 0)
                    qualities.add(new Measure(cell, threshold(category)).quality(category, language, ALL));
            }
        });
        var lengths = new ArrayList<Quality>();
        byLength.forEach((category, cells) -> cells.forEach((length, cell) -> {
            if (cell.size() > 0)
                lengths.add(new Measure(cell, threshold(category)).quality(category, ALL, length.wireName()));
        }));
        return new EvaluationReport(texts, qualities, lengths);
    }

    private static List<String> languages(Map<String, ScoredTexts> byLanguage) {
        var languages = new ArrayList<String>(byLanguage.keySet());
        languages.remove(ALL);
        languages.addFirst(ALL);
        return languages;
    }

    private double threshold(String category) {
        return Category.ofWireName(category)
                .map(c -> thresholds.getOrDefault(c, DEFAULT_THRESHOLD))
                .orElse(DEFAULT_THRESHOLD);
    }
}
