package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.gatehouse.moderation.classifier.GramLearner.Example;
import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.naivebayes.NaiveBayesTrainer;
import opennlp.tools.ml.perceptron.PerceptronTrainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Learners on the same rows, the same held-out fold. Prints figures for docs/measurements.md; minutes, and a few GiB. */
@Tag("long")
class LearnerComparisonTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));

    /** All learners would take an hour on all rows. */
    private static final int EVERY = Integer.getInteger("comparison.every", 4);

    private static final Category CATEGORY = Category.HARASSMENT;

    @Test
    void ourTablesAreNotFarBehindAnybody() {
        var data = HOME.resolve("../shared/data");
        assumeThat(data).as("training data").isDirectory();
        var all = GramRows.read(data, HOME.resolve("policies/training"), CategoryTrainer.SEED, Progress.SILENT);
        int lane = Truths.lane(CATEGORY);
        var labelled = new ArrayList<GramRow>();
        for (int i = 0; i < all.rows().size(); i += EVERY) {
            var row = all.rows().get(i);
            if (row.isMeasured() && row.truth(lane) != Truth.NOT_LABELLED) labelled.add(row);
        }
        var known =
                labelled.stream().filter(row -> row.fold() != GramRows.HELD_OUT).toList();
        var heldOut =
                labelled.stream().filter(row -> row.fold() == GramRows.HELD_OUT).toList();
        System.out.printf("%n%s: %,d texts learned from, %,d held out%n", CATEGORY, known.size(), heldOut.size());
        for (String algorithm : List.of(
                QNTrainer.MAXENT_QN_VALUE, NaiveBayesTrainer.NAIVE_BAYES_VALUE, PerceptronTrainer.PERCEPTRON_VALUE)) {
            int iterations = algorithm.equals(QNTrainer.MAXENT_QN_VALUE) ? 100 : 30;
            measure("OpenNLP " + algorithm, heldOut, openNlp(known, lane, new Learner(algorithm, iterations, 0.003)));
        }
        for (double cost : new double[] {4, 32})
            measure("liblinear L2R_LR, C " + cost, heldOut, liblinear(known, lane, cost));
        measure("MiniLM with a layer, English", english(heldOut), encoder(english(known), lane));
        var tables = ours(known, lane);
        measure("our tables, English", english(heldOut), tables);
        double ours = measure("our tables", heldOut, tables);
        assertThat(ours).isGreaterThan(0.7);
    }

    private static List<GramRow> english(List<GramRow> rows) {
        return rows.stream()
                .filter(row -> row.language().equals(CascadeClassifier.LANGUAGE))
                .toList();
    }

    /** The sentence alone: the cheap model says nothing. */
    private static float[] inputs(GramRow row) {
        return EncoderHead.inputs(SentenceEncoder.shipped().encode(row.text()), new double[GramTable.LANES]);
    }

    private static ToDoubleFunction<GramRow> encoder(List<GramRow> known, int lane) {
        long started = System.nanoTime();
        var layer = CascadeLayer.learn(
                known.parallelStream()
                        .map(row -> new CascadeLayer.Point(inputs(row), row.truth(lane) == Truth.PRESENT, 1))
                        .toList(),
                SentenceEncoder.SIZE,
                CategoryTrainer.SEED);
        System.out.printf(Locale.ROOT, "  learned in %.1f s%n", (System.nanoTime() - started) / 1e9);
        return row -> layer.sum(inputs(row));
    }

    private static double measure(String name, List<GramRow> heldOut, ToDoubleFunction<GramRow> score) {
        int lane = Truths.lane(CATEGORY);
        var scored = new ArrayList<Scored>();
        long started = System.nanoTime();
        for (var row : heldOut) scored.add(new Scored(score.applyAsDouble(row), row.truth(lane) == Truth.PRESENT));
        double micros = (System.nanoTime() - started) / 1e3 / heldOut.size();
        var row = new Weighing(CATEGORY, "all", scored).row(true, false);
        System.out.printf(
                Locale.ROOT,
                "%-32s average precision %.3f, area under ROC at least %.3f, %.1f us a text%n",
                name,
                row.averagePrecision(),
                row.areaLow(),
                micros);
        return row.averagePrecision();
    }

    private static ToDoubleFunction<GramRow> openNlp(List<GramRow> known, int lane, Learner learner) {
        long started = System.nanoTime();
        var model = learner.learn(known.stream()
                .map(row -> new Learner.Example(TextFeatures.of(row.text()), row.truth(lane) == Truth.PRESENT, 1))
                .toList());
        System.out.printf(Locale.ROOT, "  learned in %.1f s%n", (System.nanoTime() - started) / 1e9);
        int present = model.getIndex(Learner.PRESENT);
        return row -> {
            int[] buckets = TextFeatures.of(row.text());
            return model.eval(Learner.names(buckets), Learner.values(buckets))[present];
        };
    }

    private static ToDoubleFunction<GramRow> liblinear(List<GramRow> known, int lane, double cost) {
        long started = System.nanoTime();
        var problem = new Problem();
        problem.l = known.size();
        problem.n = TextFeatures.BUCKETS;
        problem.bias = 1;
        problem.x = known.stream().map(LearnerComparisonTest::nodes).toArray(Feature[][]::new);
        problem.y = known.stream()
                .mapToDouble(row -> row.truth(lane) == Truth.PRESENT ? 1 : 0)
                .toArray();
        problem.n++;
        var model = Linear.train(problem, new Parameter(SolverType.L2R_LR_DUAL, cost, 0.01));
        System.out.printf(Locale.ROOT, "  learned in %.1f s%n", (System.nanoTime() - started) / 1e9);
        int present = model.getLabels()[0] == 1 ? 0 : 1;
        return row -> {
            var probabilities = new double[2];
            Linear.predictProbability(model, nodes(row), probabilities);
            return probabilities[present];
        };
    }

    private static Feature[] nodes(GramRow row) {
        int[] buckets = TextFeatures.of(row.text());
        Arrays.sort(buckets);
        double value = CompactTextClassifier.value(buckets.length);
        var nodes = new Feature[buckets.length + 1];
        for (int i = 0; i < buckets.length; i++) nodes[i] = new FeatureNode(buckets[i] + 1, value);
        nodes[buckets.length] = new FeatureNode(TextFeatures.BUCKETS + 1, 1);
        return nodes;
    }

    private static ToDoubleFunction<GramRow> ours(List<GramRow> known, int lane) {
        long started = System.nanoTime();
        var learner = CategoryTrainer.LEARNER;
        var languages = Family.allLanguages();
        var weights = new float[GramTable.LANES];
        weights[lane] = 1;
        var learned = learner.learn(
                known.stream()
                        .map(row -> new Example(row, learner.logRows(), languages, weights))
                        .toList(),
                languages.size(),
                Progress.SILENT);
        System.out.printf(Locale.ROOT, "  learned in %.1f s%n", (System.nanoTime() - started) / 1e9);
        return row -> {
            var raw = new float[GramTable.LANES];
            learned.raw(new Example(row, learner.logRows(), languages, weights), true, raw);
            return raw[lane];
        };
    }
}
