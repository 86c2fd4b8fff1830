package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.TrainingRow.Fold;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.ml.model.MaxentModel;
import org.jspecify.annotations.Nullable;

/** Learns one two-outcome model per category and puts them side by side in one table. */
final class ToxicityTrainer {
    static final String NAME = "toxicity";
    static final long SEED = 20261123;

    /** Chosen against naive Bayes and perceptron on held-out texts; see the model card. */
    static final Learner LEARNER = new Learner(QNTrainer.MAXENT_QN_VALUE, 100, 0.003);

    static final List<Category> CATEGORIES =
            List.of(Category.HARASSMENT, Category.HATE, Category.SPAM, Category.PROFANITY);

    /**
     * In a language where more than one text in this many has the category, those without count several times: a share of
     * toxic texts that comes from how a set was collected must not become what the model expects of a language.
     */
    private static final double GREATEST_SHARE = 1 / 3.0;

    private static final int MOST_TIMES = 6;

    /** Fewer texts with the category than this do not let a language be claimed. */
    private static final int FEWEST_PRESENT = 200;

    private final List<TrainingRow> rows;
    private final List<int[]> features;

    ToxicityTrainer(List<TrainingRow> rows) {
        this.rows = rows;
        this.features =
                rows.stream().map(row -> TextFeatures.of(row.text().text())).toList();
    }

    /** What its scores of held-out texts support; nothing in languages that it does not claim. */
    static Evidence evidence(CompactTextClassifier model, List<TrainingRow> heldOut) {
        var found = new ArrayList<Evidence.Row>();
        for (var category : model.categories()) {
            var byLanguage = new TreeMap<String, List<Weighing.Scored>>();
            for (var row : heldOut) {
                var truth = row.truth(category);
                if (truth == Truth.NOT_LABELLED) continue;
                double score = model.score(row.text().text()).getOrDefault(category, 0.0);
                var scored = new Weighing.Scored(score, truth == Truth.PRESENT);
                if (model.languages(category).contains(row.text().language()))
                    byLanguage
                            .computeIfAbsent(row.text().language(), _ -> new ArrayList<>())
                            .add(scored);
                byLanguage
                        .computeIfAbsent(GramClassifier.UNKNOWN, _ -> new ArrayList<>())
                        .add(scored);
            }
            byLanguage.forEach((language, scored) -> found.add(
                    new Weighing(category, language, scored).row(true, !language.equals(GramClassifier.UNKNOWN))));
        }
        return Evidence.of(found);
    }

    /** What was learned about a category. */
    static final class Learned {
        final ModelHeader.CategoryHeader header;
        final float[] weights;
        final MaxentModel model;

        private Learned(ModelHeader.CategoryHeader header, float[] weights, MaxentModel model) {
            this.header = header;
            this.weights = weights;
            this.model = model;
        }
    }

    Learned learn(Category category, Learner learner) {
        var times = timesAbsent(category);
        var model = learner.learn(examples(category, times));
        var weights = new float[TextFeatures.BUCKETS];
        var parameters = parameters((AbstractModel) model);
        int present = model.getIndex(Learner.PRESENT);
        for (int bucket = 0; bucket < weights.length; bucket++)
            weights[bucket] = (float) difference(parameters.get(Learner.featureName(bucket)), present);
        float bias = (float) difference(parameters.get(Learner.BIAS), present);
        var platt = calibrate(category, weights, bias, times);
        var header = new ModelHeader.CategoryHeader(
                category.wireName(), languages(category), bias, platt.slope(), platt.intercept());
        return new Learned(header, weights, model);
    }

    @SuppressWarnings("unchecked") // getDataStructures documents its second element as predicate name to parameters.
    private static Map<String, Context> parameters(AbstractModel model) {
        return (Map<String, Context>) model.getDataStructures()[1];
    }

    /** How much a feature speaks for the present outcome over the other one. */
    private static double difference(@Nullable Context context, int present) {
        if (context == null) return 0;
        double difference = 0;
        for (int i = 0; i < context.getOutcomes().length; i++)
            difference +=
                    context.getOutcomes()[i] == present ? context.getParameters()[i] : -context.getParameters()[i];
        return difference;
    }

    List<Learner.Example> examples(Category category, Map<String, Integer> timesAbsent) {
        var examples = new ArrayList<Learner.Example>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var truth = row.truth(category);
            if (row.fold() != Fold.LEARN || truth == Truth.NOT_LABELLED) continue;
            int times =
                    truth == Truth.ABSENT ? timesAbsent.getOrDefault(row.text().language(), 1) : 1;
            examples.add(new Learner.Example(features.get(i), truth == Truth.PRESENT, times));
        }
        return examples;
    }

    /** By language, how often a text without the category counts. */
    Map<String, Integer> timesAbsent(Category category) {
        var times = new TreeMap<String, Integer>();
        count(category, Truth.PRESENT).forEach((language, present) -> {
            int absent = count(category, Truth.ABSENT).getOrDefault(language, 0);
            double wanted = present * (1 - GREATEST_SHARE) / GREATEST_SHARE;
            times.put(language, absent == 0 ? 1 : Math.clamp(Math.round(wanted / absent), 1, MOST_TIMES));
        });
        return times;
    }

    private Map<String, Integer> count(Category category, Truth truth) {
        var counts = new TreeMap<String, Integer>();
        for (var row : rows)
            if (row.truth(category) == truth) counts.merge(row.text().language(), 1, Integer::sum);
        return counts;
    }

    private List<String> languages(Category category) {
        var languages = new ArrayList<String>();
        count(category, Truth.PRESENT).forEach((language, present) -> {
            if (present >= FEWEST_PRESENT) languages.add(language);
        });
        return languages;
    }

    private Platt calibrate(Category category, float[] weights, float bias, Map<String, Integer> timesAbsent) {
        var points = new ArrayList<Platt.Point>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var truth = row.truth(category);
            if (row.fold() != Fold.CALIBRATE || truth == Truth.NOT_LABELLED) continue;
            double sum = 0;
            for (int bucket : features.get(i)) sum += weights[bucket];
            int times =
                    truth == Truth.ABSENT ? timesAbsent.getOrDefault(row.text().language(), 1) : 1;
            double raw = sum * CompactTextClassifier.value(features.get(i).length) + bias;
            points.add(new Platt.Point(raw, truth == Truth.PRESENT, times));
        }
        return Platt.fit(points);
    }
}
