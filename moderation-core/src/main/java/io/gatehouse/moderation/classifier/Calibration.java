package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.evaluation.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the log-odds of one lane probabilities, language by language: where texts are few, much as in all languages together. */
final class Calibration {
    /** The pull of all languages on one, in texts. */
    private static final double STRENGTH = 4;

    /**
     * Texts that people labelled were sought where they are toxic. What turns scores into probabilities takes no more than this
     * share of them to be so.
     */
    private static final double GREATEST_SHARE = 1 / 3.0;

    /**
     * A labelled text without the category counts at most so often. Where nearly all texts of a language are toxic (French) scores
     * would be far from what is true of them, to be near what is true of no text that anybody labelled.
     */
    private static final double MOST_WEIGHT = 3;

    /** Of the labelled texts, in what all languages have in common: four languages have nearly all of them. */
    private static final int EVERY_SO_MANY = 8;

    private final Platt all;
    private final Map<String, Platt> byLanguage = new HashMap<>();

    /** A row that was not learned from, and what the model of the other folds says of it. */
    record HeldOut(GramRow row, float[] raw, float[] rawWithoutLanguage) {}

    private Calibration(Platt all) {
        this.all = all;
    }

    /** @param apart what to leave out: rows of this fold are to be measured on */
    static Calibration fit(List<HeldOut> rows, int lane, int apart, Map<String, Double> weightOfAbsent) {
        var known = new HashMap<String, List<Platt.Point>>();
        var every = new ArrayList<Platt.Point>();
        var unknown = new ArrayList<Platt.Point>();
        long count = 0;
        for (var held : rows) {
            var truth = held.row.truth(lane);
            if (truth == Truth.NOT_LABELLED || held.row.fold() == apart) continue;
            boolean isPresent = truth == Truth.PRESENT;
            double weight = isPresent || held.row.from() != Source.LABELLED
                    ? 1
                    : weightOfAbsent.getOrDefault(held.row.language(), 1.0);
            var point = new Platt.Point(held.raw[lane], isPresent, weight);
            boolean isOfMany = held.row.from() == Source.LABELLED && count++ % EVERY_SO_MANY != 0;
            if (!isOfMany) every.add(point);
            known.computeIfAbsent(held.row.language(), _ -> new ArrayList<>()).add(point);
            if (!isOfMany) unknown.add(new Platt.Point(held.rawWithoutLanguage[lane], isPresent, weight));
        }
        var calibration = new Calibration(Platt.fit(every));
        known.forEach((language, points) ->
                calibration.byLanguage.put(language, Platt.fit(points, calibration.all, STRENGTH)));
        calibration.byLanguage.put(GramClassifier.UNKNOWN, Platt.fit(unknown, calibration.all, STRENGTH));
        return calibration;
    }

    /** By language, how often a labelled text without the category counts. */
    static Map<String, Double> weightOfAbsent(List<GramRow> rows, int lane) {
        var present = new HashMap<String, Integer>();
        var absent = new HashMap<String, Integer>();
        for (var row : rows) {
            if (row.from() != Source.LABELLED) continue;
            if (row.truth(lane) == Truth.PRESENT) present.merge(row.language(), 1, Integer::sum);
            if (row.truth(lane) == Truth.ABSENT) absent.merge(row.language(), 1, Integer::sum);
        }
        var weights = new HashMap<String, Double>();
        present.forEach((language, count) -> {
            int without = absent.getOrDefault(language, 0);
            double wanted = count * (1 - GREATEST_SHARE) / GREATEST_SHARE;
            if (without > 0) weights.put(language, Math.clamp(wanted / without, 1, MOST_WEIGHT));
        });
        return weights;
    }

    Platt of(String language) {
        return byLanguage.getOrDefault(language, all);
    }

    double score(String language, double raw) {
        var platt = of(language);
        return CompactTextClassifier.sigmoid(platt.slope() * raw + platt.intercept());
    }
}
