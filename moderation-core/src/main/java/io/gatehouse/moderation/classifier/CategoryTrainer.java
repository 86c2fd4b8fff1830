package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.Calibration.HeldOut;
import io.gatehouse.moderation.classifier.GramLearner.Example;
import io.gatehouse.moderation.classifier.GramLearner.Learned;
import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns the model of all categories and languages once for each fold left out. What is said about quality, and the calibration,
 * come from the folds left out; the model that left out the first is shipped, so that there are texts it has never seen.
 */
final class CategoryTrainer {
    static final String NAME = "categories";
    static final long SEED = 20261130;

    /** Chosen on held-out folds; see the model card. */
    static final GramLearner LEARNER = new GramLearner(18, 3, 0.4, 1e-6, 0.2, 0.25, 0.1, SEED);

    private static final double MOST_IN_FILE = 127;

    private final GramRows given;
    private final List<GramRow> rows;
    private final List<String> languages;
    private final GramLearner learner;
    private final List<Example> examples = new ArrayList<>();
    private final List<Map<String, Double>> weightOfAbsent = new ArrayList<>();

    CategoryTrainer(GramRows rows, GramLearner learner) {
        this.given = rows;
        this.rows = rows.rows();
        this.languages = rows.languages();
        this.learner = learner;
        for (int lane = 0; lane < lanes(); lane++) weightOfAbsent.add(Calibration.weightOfAbsent(this.rows, lane));
        for (var row : this.rows)
            examples.add(new Example(row, learner.logRows(), languages, weights(row), rows.vocabulary(row.language())));
    }

    private static int lanes() {
        return Truths.CATEGORIES.size();
    }

    private float[] weights(GramRow row) {
        var weights = new float[GramTable.LANES];
        for (int lane = 0; lane < lanes(); lane++) weights[lane] = weight(row, lane);
        return weights;
    }

    /** How often a row counts for a lane; 0 where it is not labelled. */
    float weight(GramRow row, int lane) {
        var truth = row.truth(lane);
        if (truth == Truth.NOT_LABELLED) return 0;
        double times = truth == Truth.ABSENT && row.from() == Source.LABELLED
                ? weightOfAbsent.get(lane).getOrDefault(row.language(), 1.0)
                : 1;
        return (float) (row.weight() * times);
    }

    /**
     * What training found.
     *
     * @param shipped learned without {@link GramRows#HELD_OUT}
     * @param heldOut every row that is measured, scored by a model that had not seen it
     */
    record Found(Learned shipped, List<HeldOut> heldOut) {}

    /** @param atOnce folds that are learned side by side; any number finds the same */
    Found learn(int atOnce, Progress progress) {
        return new FoldLearning(examples, languages.size(), learner).learn(atOnce, progress);
    }

    /** @return of each lane, fitted on all folds but the one that the shipped model never sees */
    List<Calibration> calibrations(List<HeldOut> heldOut) {
        var calibrations = new ArrayList<Calibration>();
        for (int lane = 0; lane < lanes(); lane++)
            calibrations.add(Calibration.fit(heldOut, lane, GramRows.HELD_OUT, weightOfAbsent.get(lane)));
        return calibrations;
    }

    /** A held-out row with its scores, calibrated as the shipped model's are, in the order of the lanes. */
    record ScoredRow(GramRow row, double[] scores, double[] withoutLanguage) {}

    List<ScoredRow> scored(List<HeldOut> heldOut, List<Calibration> calibrations) {
        var scored = new ArrayList<ScoredRow>();
        for (var held : heldOut) {
            var scores = new double[lanes()];
            var without = new double[lanes()];
            for (int lane = 0; lane < lanes(); lane++) {
                var calibration = calibrations.get(lane);
                scores[lane] = calibration.score(held.row().language(), held.raw()[lane]);
                without[lane] = calibration.score(GramClassifier.UNKNOWN, held.rawWithoutLanguage()[lane]);
            }
            scored.add(new ScoredRow(held.row(), scores, without));
        }
        return scored;
    }

    /** Writes the shipped model; returns its digest. */
    String write(Found found, List<Calibration> calibrations, List<ModelHeader.DataSet> data, Path out)
            throws IOException {
        var steps = new ArrayList<Float>();
        int rowCount = 1 << learner.logRows();
        var vocabularies = languages.stream().map(given::vocabulary).toList();
        int ofVocabularies = vocabularies.stream().mapToInt(Vocabulary::bytes).sum();
        var weights = new byte[rowCount * GramTable.LANES + ofVocabularies];
        for (int lane = 0; lane < lanes(); lane++) {
            float highest = 1e-6f;
            for (int row = 0; row < rowCount; row++)
                highest = Math.max(highest, Math.abs(found.shipped.weight(row, lane)));
            float step = (float) (highest / MOST_IN_FILE);
            steps.add(step);
            for (int row = 0; row < rowCount; row++)
                weights[row * GramTable.LANES + lane] = (byte) Math.round(found.shipped.weight(row, lane) / step);
        }
        var voices = new ArrayList<GramHeader.Language>();
        for (int i = 0; i <= languages.size(); i++) {
            String code = i < languages.size() ? languages.get(i) : GramClassifier.UNKNOWN;
            var bias = new ArrayList<Float>();
            var slope = new ArrayList<Double>();
            var intercept = new ArrayList<Double>();
            for (int lane = 0; lane < lanes(); lane++) {
                var platt = calibrations.get(lane).of(code);
                bias.add(found.shipped.bias(i, lane));
                // A falling curve would mean that nothing was learned: then every text has the base rate.
                slope.add(Math.max(0, platt.slope()));
                intercept.add(platt.intercept());
            }
            var vocabulary = i < languages.size() ? vocabularies.get(i) : Vocabulary.NONE;
            voices.add(new GramHeader.Language(
                    code, bias, slope, intercept, vocabulary.nameCount(), vocabulary.meaningCount()));
        }
        var behind = ByteBuffer.wrap(weights, rowCount * GramTable.LANES, ofVocabularies);
        vocabularies.forEach(vocabulary -> vocabulary.write(behind));
        var header = new GramHeader(
                NAME,
                GramFeatures.VERSION,
                learner.logRows(),
                Truths.CATEGORIES.stream().map(Category::wireName).toList(),
                steps,
                voices,
                learner.toString(),
                SEED,
                data);
        return ModelContainer.write(out, GramClassifier.MAGIC, header, weights);
    }

    Evidence evidence(List<ScoredRow> scored) {
        var found = new ArrayList<Evidence.Row>();
        for (int lane = 0; lane < lanes(); lane++) {
            var byPeople = new TreeMap<String, List<Scored>>();
            var byAll = new TreeMap<String, List<Scored>>();
            for (var row : scored) {
                var truth = row.row.truth(lane);
                if (truth == Truth.NOT_LABELLED) continue;
                boolean isPresent = truth == Truth.PRESENT;
                var known = new Scored(row.scores[lane], isPresent);
                byAll.computeIfAbsent(row.row.language(), _ -> new ArrayList<>())
                        .add(known);
                byAll.computeIfAbsent(GramClassifier.UNKNOWN, _ -> new ArrayList<>())
                        .add(new Scored(row.withoutLanguage[lane], isPresent));
                if (row.row.from() == Source.LABELLED && !TrainingSet.ONE_SIDED.contains(row.row.origin()))
                    byPeople.computeIfAbsent(row.row.language(), _ -> new ArrayList<>())
                            .add(known);
            }
            for (var language : byAll.keySet()) {
                var labelled = byPeople.getOrDefault(language, List.of());
                boolean arePeoples = Weighing.isEnough(labelled);
                found.add(new Weighing(
                                Truths.CATEGORIES.get(lane),
                                language,
                                arePeoples ? labelled : byAll.getOrDefault(language, List.of()))
                        // Where the language is not known nobody knows which evidence counts.
                        .row(arePeoples, !language.equals(GramClassifier.UNKNOWN)));
            }
        }
        return Evidence.of(found);
    }

    /** Measures held-out scores by category and language. */
    static EvaluationReport measure(List<ScoredRow> scored) {
        var byText = new IdentityHashMap<LabelledText, ScoredRow>();
        var texts = new ArrayList<LabelledText>();
        for (var row : scored) {
            var text = asLabelled(row.row);
            texts.add(text);
            byText.put(text, row);
        }
        var evaluation = new Evaluation(
                (text, category) -> {
                    var row = byText.get(text);
                    return row == null ? Truth.NOT_LABELLED : row.row.truth(Truths.lane(category));
                },
                Map.of());
        for (var text : texts) {
            var row = byText.get(text);
            if (row == null) continue;
            var scores = new EnumMap<Category, Double>(Category.class);
            for (int lane = 0; lane < lanes(); lane++) scores.put(Truths.CATEGORIES.get(lane), row.scores[lane]);
            evaluation.add(text, scores);
        }
        return evaluation.report();
    }

    static LabelledText asLabelled(GramRow row) {
        var present = new ArrayList<Category>();
        boolean isInnocent = true;
        for (int lane = 0; lane < lanes(); lane++) {
            if (row.truth(lane) == Truth.PRESENT) present.add(Truths.CATEGORIES.get(lane));
            isInnocent &= row.truth(lane) != Truth.PRESENT;
        }
        return new LabelledText(
                "",
                row.origin(),
                row.text(),
                row.language(),
                Set.copyOf(present),
                Optional.of(!isInnocent),
                row.kind(),
                List.of());
    }
}
