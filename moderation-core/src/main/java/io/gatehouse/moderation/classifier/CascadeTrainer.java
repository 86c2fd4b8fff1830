package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.CascadeLayer.Point;
import io.gatehouse.moderation.classifier.CategoryTrainer.ScoredRow;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Learns what stands on top of the transformer, from English texts with the cheap model's scores by folds that had not seen them. A
 * category is the head's where it beats the cheap model on texts that neither saw; the fold that the shipped cheap model never sees
 * is left to measure on.
 */
final class CascadeTrainer {
    static final String NAME = "cascade";

    /** About, of English texts like these, that the transformer sees where both together are measured. */
    static final double SHARE = 0.05;

    /** Categories with fewer English texts than this stay the cheap model's, where all folds but one teach. */
    static final int FEWEST_PRESENT = 150;

    /** Of the cheap model's loss, that the head's may be at most. */
    private static final double MOST_LOSS = 0.99;

    private static final int TOLD_EVERY = 500;

    private final CategoryTrainer trainer;
    private final List<Sentence> sentences;
    private final List<Lane> lanes = new ArrayList<>();

    /** A text that was read by both. */
    record Sentence(ScoredRow scored, float[] inputs) {
        boolean isUnseen() {
            return scored.row().fold() == GramRows.HELD_OUT;
        }
    }

    /**
     * What was learned of a category.
     *
     * @param held of each text, the score by a layer that had not seen it
     */
    private record Lane(Category category, CascadeLayer layer, Platt platt, double[] held) {}

    CascadeTrainer(
            CategoryTrainer trainer, List<ScoredRow> scored, Function<String, float[]> encoder, Progress progress) {
        this(trainer, read(scored, encoder, progress), FEWEST_PRESENT);
    }

    /** @param fewestPresent texts of a category that is learned */
    CascadeTrainer(CategoryTrainer trainer, List<Sentence> sentences, int fewestPresent) {
        this.trainer = trainer;
        this.sentences = sentences;
        for (var category : Truths.CATEGORIES) {
            int of = Truths.lane(category);
            long present = sentences.stream()
                    .filter(one -> !one.isUnseen() && one.scored.row().truth(of) == Truth.PRESENT)
                    .count();
            if (present < fewestPresent) continue;
            var lane = learn(category);
            if (loss(lane.held, of) <= MOST_LOSS * loss(cheap(of), of)) lanes.add(lane);
        }
    }

    static List<Sentence> read(List<ScoredRow> scored, Function<String, float[]> encoder, Progress progress) {
        var english = scored.stream()
                .filter(row -> row.row().language().equals(CascadeClassifier.LANGUAGE))
                .toList();
        var done = new AtomicInteger();
        return english.parallelStream()
                .map(row -> {
                    int count = done.incrementAndGet();
                    if (count % TOLD_EVERY == 0) progress.report("reading sentences", (double) count / english.size());
                    double[] logOdds = Arrays.stream(row.scores())
                            .map(CascadeClassifier::logOdds)
                            .toArray();
                    return new Sentence(
                            row, EncoderHead.inputs(encoder.apply(row.row().text()), logOdds));
                })
                .toList();
    }

    private double[] cheap(int of) {
        return sentences.stream().mapToDouble(one -> one.scored.scores()[of]).toArray();
    }

    private Lane learn(Category category) {
        int of = Truths.lane(category);
        var sums = new double[sentences.size()];
        for (int fold = 0; fold < GramRows.FOLDS; fold++) {
            if (fold == GramRows.HELD_OUT) continue;
            var layer = layer(of, fold);
            for (int i = 0; i < sums.length; i++)
                if (sentences.get(i).scored.row().fold() == fold) sums[i] = layer.sum(sentences.get(i).inputs);
        }
        var points = new ArrayList<Platt.Point>();
        for (int i = 0; i < sums.length; i++) {
            float weight = weight(sentences.get(i), of);
            if (weight > 0 && !sentences.get(i).isUnseen())
                points.add(new Platt.Point(sums[i], isPresent(sentences.get(i), of), weight));
        }
        var fitted = Platt.fit(points);
        var shipped = layer(of, GramRows.HELD_OUT);
        for (int i = 0; i < sums.length; i++)
            if (sentences.get(i).isUnseen()) sums[i] = shipped.sum(sentences.get(i).inputs);
        var held = Arrays.stream(sums)
                .map(sum -> CompactTextClassifier.sigmoid(fitted.slope() * sum + fitted.intercept()))
                .toArray();
        return new Lane(category, shipped, fitted, held);
    }

    /** Learned from all folds but one, and never from the one that is left to measure on. */
    private CascadeLayer layer(int of, int without) {
        var points = sentences.stream()
                .filter(one -> !one.isUnseen() && one.scored.row().fold() != without && weight(one, of) > 0)
                .map(one -> new Point(one.inputs, isPresent(one, of), weight(one, of)))
                .toList();
        return CascadeLayer.learn(points, SentenceEncoder.SIZE + of, CategoryTrainer.SEED);
    }

    private float weight(Sentence one, int of) {
        return trainer.weight(one.scored.row(), of);
    }

    private static boolean isPresent(Sentence one, int of) {
        return one.scored.row().truth(of) == Truth.PRESENT;
    }

    /** Cross entropy on the texts to learn from, each scored by what had not seen it. */
    private double loss(double[] scores, int of) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            var one = sentences.get(i);
            if (one.isUnseen()) continue;
            double logOdds = CascadeClassifier.logOdds(scores[i]) * (isPresent(one, of) ? 1 : -1);
            loss += weight(one, of) * (Math.max(0, -logOdds) + StrictMath.log1p(StrictMath.exp(-Math.abs(logOdds))));
        }
        return loss;
    }

    /** That the head speaks for; empty when it wins nowhere. */
    List<Category> categories() {
        return lanes.stream().map(Lane::category).toList();
    }

    int learnedFrom() {
        return (int) sentences.stream().filter(one -> !one.isUnseen()).count();
    }

    /** @return the digest of the file */
    String write(String cheapDigest, String encoderDigest, Path out) throws IOException {
        int inputs = EncoderHead.inputs(Truths.CATEGORIES.size());
        var weights = new float[lanes.size() * inputs];
        for (int i = 0; i < lanes.size(); i++) lanes.get(i).layer.copyTo(weights, i * inputs);
        var header = new EncoderHead.Header(
                cheapDigest,
                encoderDigest,
                Truths.CATEGORIES.size(),
                categories().stream().map(Category::wireName).toList(),
                lanes.stream()
                        .map(lane ->
                                new EncoderHead.Lane(lane.layer.bias(), lane.platt.slope(), lane.platt.intercept()))
                        .toList(),
                distances(),
                "logistic regression, AdaGrad, " + CascadeLayer.EPOCHS + " epochs, rate " + CascadeLayer.RATE
                        + ", pull " + CascadeLayer.PULL,
                CategoryTrainer.SEED,
                learnedFrom());
        return EncoderHead.write(out, header, weights);
    }

    private List<Double> distances() {
        return Arrays.stream(EncoderHead.SHARES).map(this::distanceAt).boxed().toList();
    }

    private double distanceAt(double share) {
        if (share >= 1) return 1;
        double[] sorted = sentences.stream()
                .filter(one -> !one.isUnseen())
                .mapToDouble(this::distance)
                .sorted()
                .toArray();
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    private double distance(Sentence one) {
        double highest = 0;
        for (var lane : lanes) highest = Math.max(highest, one.scored.scores()[Truths.lane(lane.category)]);
        return Math.abs(highest - EncoderHead.LEAST_SURE);
    }

    /**
     * What both together say of every English text, none of them seen by what scored it.
     *
     * @param share of the texts that the transformer sees, about
     */
    List<ScoredRow> both(double share) {
        double distance = distanceAt(share);
        var both = new ArrayList<ScoredRow>();
        for (int i = 0; i < sentences.size(); i++) {
            var one = sentences.get(i);
            double[] scores = one.scored.scores().clone();
            if (distance(one) <= distance) for (var lane : lanes) scores[Truths.lane(lane.category)] = lane.held[i];
            both.add(new ScoredRow(one.scored.row(), scores, one.scored.withoutLanguage()));
        }
        return both;
    }

    /** Of both together in English, for the categories that the head speaks for. */
    Evidence evidence() {
        var kept = categories();
        return Evidence.of(trainer.evidence(both(SHARE)).rows().stream()
                .filter(row -> row.language().equals(CascadeClassifier.LANGUAGE) && kept.contains(row.category()))
                .toList());
    }
}
