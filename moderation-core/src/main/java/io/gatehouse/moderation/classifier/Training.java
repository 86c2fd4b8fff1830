package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.CategoryTrainer.ScoredRow;
import io.gatehouse.moderation.classifier.TrainingRow.Fold;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Makes the shipped models again from their data: the same data and program give the same file, byte for byte. */
public final class Training {
    /** Share of the whole work of training. */
    private static final double LEARNING = 0.8;

    /** Ends the name of a model's file where its evidence is written. */
    private static final String EVIDENCE = ".evidence.tsv";

    private Training() {}

    /** The models that can be made. */
    public static List<String> models() {
        return List.of(CategoryTrainer.NAME, CascadeTrainer.NAME, ToxicityTrainer.NAME);
    }

    /**
     * Trains, calibrates, writes, and measures on held-out texts; a few minutes; tried with a heap of 4 GiB.
     *
     * @param modelName one of {@link #models()}
     * @param dataDirectory holds a directory per data set
     * @param textsDirectory templates, fillers and lexicons
     * @param out replaced if it exists, as is the evidence beside it
     * @throws IllegalArgumentException for an unknown model
     * @throws TrainingFailedException when data is missing or unreadable or {@code out} cannot be written
     */
    public static TrainingReport run(
            String modelName, Path dataDirectory, Path textsDirectory, Path out, Progress progress) {
        if (!models().contains(modelName))
            throw new IllegalArgumentException("unknown model " + modelName + "; known: " + models());
        requireWritable(out);
        if (modelName.equals(CategoryTrainer.NAME)) {
            var rows = GramRows.read(dataDirectory, textsDirectory, CategoryTrainer.SEED, progress);
            return run(rows, CategoryTrainer.LEARNER, foldsAtOnce(), out, progress);
        }
        if (modelName.equals(CascadeTrainer.NAME)) {
            var rows = GramRows.read(dataDirectory, textsDirectory, CategoryTrainer.SEED, progress);
            return cascade(
                    rows,
                    SentenceEncoder.shipped(),
                    UnaryOperator.identity(),
                    CascadeTrainer.FEWEST_PRESENT,
                    out,
                    progress);
        }
        var rows = TrainingRows.read(TrainingSet.TOXICITY, dataDirectory, ToxicityTrainer.SEED, progress);
        return run(rows, ToxicityTrainer.LEARNER, out, progress);
    }

    /**
     * As {@link #run} for {@code cascade}, on layers of the encoder that were learned anew, and from texts that these have not seen.
     *
     * @param layers the file of them
     * @throws ModelRefusedException when it is broken or another encoder's
     */
    public static TrainingReport cascade(
            Path dataDirectory, Path textsDirectory, Path layers, Path out, Progress progress) {
        requireWritable(out);
        var encoder = EncoderTuning.encoder(layers);
        var rows = GramRows.read(dataDirectory, textsDirectory, CategoryTrainer.SEED, progress);
        return cascade(rows, encoder, EncoderTuning::unseen, EncoderTuning.FEWEST_PRESENT, out, progress);
    }

    /** A fold a processor: the file is the same for any number. */
    private static int foldsAtOnce() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, GramRows.FOLDS);
    }

    static TrainingReport run(GramRows rows, GramLearner learner, int foldsAtOnce, Path out, Progress progress) {
        var trainer = new CategoryTrainer(rows, learner);
        var found = trainer.learn(
                foldsAtOnce, (what, done) -> progress.report(what, TrainingRows.READING + LEARNING * done));
        progress.report("calibrating", TrainingRows.READING + LEARNING);
        try {
            var calibrations = trainer.calibrations(found.heldOut());
            String digest = trainer.write(found, calibrations, rows.data(), out);
            var scored = trainer.scored(found.heldOut(), calibrations);
            trainer.evidence(scored).write(evidenceBeside(out), digest);
            progress.report("measuring", TrainingRows.READING + LEARNING);
            var unseen = scored.stream()
                    .filter(row -> row.row().fold() == GramRows.HELD_OUT)
                    .toList();
            var heldOut = CategoryTrainer.measure(unseen);
            progress.report("done", 1);
            int apart = (int) rows.rows().stream()
                    .filter(row -> row.fold() == GramRows.HELD_OUT)
                    .count();
            return new TrainingReport(
                    CategoryTrainer.NAME,
                    out,
                    Files.size(out),
                    digest,
                    rows.rows().size() - apart,
                    scored.size() - unseen.size(),
                    heldOut);
        } catch (IOException e) {
            throw new TrainingFailedException("cannot write " + out + ": " + e, e);
        }
    }

    /** Learns {@code categories} once more, since its folds' scores of what each had not seen stand in no file. */
    private static TrainingReport cascade(
            GramRows rows,
            SentenceEncoder encoder,
            UnaryOperator<List<ScoredRow>> unseenByEncoder,
            int fewestPresent,
            Path out,
            Progress progress) {
        var trainer = new CategoryTrainer(rows, CategoryTrainer.LEARNER);
        var found = trainer.learn(
                foldsAtOnce(), (what, done) -> progress.report(what, TrainingRows.READING + LEARNING / 2 * done));
        try {
            var calibrations = trainer.calibrations(found.heldOut());
            var cheap = Files.createTempFile("categories", ".bin");
            String cheapDigest = trainer.write(found, calibrations, rows.data(), cheap);
            Files.delete(cheap);
            var sentences = CascadeTrainer.read(
                    unseenByEncoder.apply(trainer.scored(found.heldOut(), calibrations)),
                    encoder::encode,
                    (what, done) -> progress.report(what, TrainingRows.READING + LEARNING / 2 * (1 + done)));
            var cascade = new CascadeTrainer(trainer, sentences, fewestPresent);
            if (cascade.categories().isEmpty())
                throw new TrainingFailedException("the transformer is nowhere better than the cheap model");
            String digest = cascade.write(cheapDigest, encoder.digest(), out);
            cascade.evidence().write(evidenceBeside(out), digest);
            progress.report("measuring", TrainingRows.READING + LEARNING);
            var unseen = cascade.both(CascadeTrainer.SHARE).stream()
                    .filter(row -> row.row().fold() == GramRows.HELD_OUT)
                    .toList();
            var heldOut = CategoryTrainer.measure(unseen);
            progress.report("done", 1);
            return new TrainingReport(
                    CascadeTrainer.NAME,
                    out,
                    Files.size(out),
                    digest,
                    cascade.learnedFrom(),
                    cascade.learnedFrom(),
                    heldOut);
        } catch (IOException e) {
            throw new TrainingFailedException("cannot write " + out + ": " + e, e);
        }
    }

    /** {@code x.bin} has {@code x.evidence.tsv}. */
    static Path evidenceBeside(Path model) {
        String name = String.valueOf(model.getFileName());
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + EVIDENCE);
    }

    static TrainingReport run(TrainingRows rows, Learner learner, Path out, Progress progress) {
        var trainer = new ToxicityTrainer(rows.rows());
        int count = ToxicityTrainer.CATEGORIES.size();
        var headers = new ArrayList<ModelHeader.CategoryHeader>();
        var weights = new float[TextFeatures.BUCKETS * count];
        for (int i = 0; i < count; i++) {
            progress.report(
                    "learning " + ToxicityTrainer.CATEGORIES.get(i), TrainingRows.READING + LEARNING * i / count);
            var learned = trainer.learn(ToxicityTrainer.CATEGORIES.get(i), learner);
            headers.add(learned.header);
            for (int bucket = 0; bucket < TextFeatures.BUCKETS; bucket++)
                weights[bucket * count + i] = learned.weights[bucket];
        }
        var header = new ModelHeader(
                ToxicityTrainer.NAME,
                TextFeatures.VERSION,
                TextFeatures.BUCKETS,
                languages(headers),
                headers,
                learner.toString(),
                ToxicityTrainer.SEED,
                rows.data());
        try {
            String digest = ModelFile.write(header, weights, out);
            progress.report("measuring", TrainingRows.READING + LEARNING);
            var heldOut = rows(rows, Fold.HELD_OUT);
            var model = CompactTextClassifier.load(out);
            ToxicityTrainer.evidence(model, heldOut).write(evidenceBeside(out), digest);
            var report = new TrainingReport(
                    ToxicityTrainer.NAME,
                    out,
                    Files.size(out),
                    digest,
                    rows(rows, Fold.LEARN).size(),
                    rows(rows, Fold.CALIBRATE).size(),
                    measure(model, heldOut));
            progress.report("done", 1);
            return report;
        } catch (IOException e) {
            throw new TrainingFailedException("cannot write " + out + ": " + e, e);
        }
    }

    /** Before minutes of work, not after. */
    private static void requireWritable(Path out) {
        var directory = out.toAbsolutePath().getParent();
        if (directory == null
                || !Files.isDirectory(directory)
                || !Files.isWritable(directory)
                || Files.isDirectory(out))
            throw new TrainingFailedException("cannot write " + out + ": its directory must exist and be writable");
    }

    private static List<String> languages(List<ModelHeader.CategoryHeader> headers) {
        var languages = new TreeSet<String>();
        for (var header : headers) languages.addAll(header.languages());
        return List.copyOf(languages);
    }

    static List<TrainingRow> rows(TrainingRows rows, Fold fold) {
        return rows.rows().stream().filter(row -> row.fold() == fold).toList();
    }

    /** Each set is held to what it can speak about. */
    static EvaluationReport measure(TextClassifier classifier, List<TrainingRow> rows) {
        var byText = new IdentityHashMap<Object, TrainingRow>();
        for (var row : rows) byText.put(row.text(), row);
        var evaluation = new Evaluation(
                (text, category) -> {
                    var row = byText.get(text);
                    return row == null ? Truth.NOT_LABELLED : row.truth(category);
                },
                Map.of());
        for (var row : rows)
            evaluation.add(row.text(), classifier.score(row.text().text()));
        return evaluation.report();
    }
}
