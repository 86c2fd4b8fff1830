package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.classifier.OthersLearner.Text;
import io.gatehouse.moderation.classifier.OthersLearner.Weighting;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.tuning.TunedScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the encoder reaches on a set when its layers learn from that set alone, or from it after those that ship; alone, and together
 * with margins over our features. As {@code InSetQualityTest}, with its parts of each set. Prints figures for docs/measurements.md;
 * nothing that is learned here is kept. {@code -Dtuned=FILE} begins with layers of a file, {@code -Dtuned.epochs} and {@code
 * -Dtuned.rate} are the recipe's.
 */
@Tag("long")
class InSetTuningTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path DATA = HOME.resolve("../shared/data");
    private static final int EPOCHS = Integer.getInteger("tuned.epochs", 3);
    private static final double RATE = Double.parseDouble(System.getProperty("tuned.rate", "1e-4"));

    /** Of the texts to learn from, kept for thresholds and for how much the margins count. */
    private static final int TUNED_ON_ONE_IN = 10;

    private static final double[] SHARES_OF_MARGINS = {0.5, 1, 2, 3, 4};

    private record Item(String text, String language, int klass) {}

    @Test
    void offensiveTweets() throws IOException {
        compare(
                "tweeteval_offensive",
                items("tweeteval_offensive/train.jsonl.gz", InSetTuningTest::toxic),
                items("tweeteval_offensive/val.jsonl.gz", InSetTuningTest::toxic),
                2,
                0.72);
    }

    @Test
    void hatefulTweets() throws IOException {
        compare(
                "tweeteval_hate",
                items("tweeteval_hate/train.jsonl.gz", InSetTuningTest::toxic),
                items("tweeteval_hate/val.jsonl.gz", InSetTuningTest::toxic),
                2,
                0.72);
    }

    @Test
    void threeClassesOfDavidson() throws IOException {
        byFold(
                "davidson2017",
                row -> row.label().startsWith("hate") ? 2 : row.label().startsWith("off") ? 1 : 0,
                3,
                0.70);
    }

    @Test
    void spam() throws IOException {
        byFold("sms_spam_uci", InSetTuningTest::toxic, 2, 0.95);
    }

    private static int toxic(LabelledText row) {
        return row.toxic().map(isToxic -> isToxic ? 1 : 0).orElse(-1);
    }

    private static List<Item> items(String file, ToIntFunction<LabelledText> klass) {
        assumeThat(DATA).as("training data").isDirectory();
        var items = new ArrayList<Item>();
        try (var rows = LabelledTexts.read(DATA.resolve(file))) {
            rows.forEachRemaining(row -> {
                int of = klass.applyAsInt(row);
                if (of >= 0) items.add(new Item(TrainingRow.clean(row.text()), row.language(), of));
            });
        }
        return items;
    }

    private static void byFold(String name, ToIntFunction<LabelledText> klass, int classes, double least)
            throws IOException {
        var learned = new ArrayList<Item>();
        var heldOut = new ArrayList<Item>();
        for (var item : items(name + "/train.jsonl.gz", klass))
            (TrainingRow.part(item.text, CategoryTrainer.SEED, GramRows.FOLDS) == GramRows.HELD_OUT ? heldOut : learned)
                    .add(item);
        compare(name, learned, heldOut, classes, least);
    }

    private static Optional<byte[]> start() throws IOException {
        String file = System.getProperty("tuned", "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(TunedLayers.load(Path.of(file))
                        .over(SentenceEncoder.shipped().file()));
    }

    private static void compare(String name, List<Item> known, List<Item> heldOut, int classes, double least)
            throws IOException {
        var learned = new ArrayList<Item>();
        var tuned = new ArrayList<Item>();
        for (int i = 0; i < known.size(); i++) (i % TUNED_ON_ONE_IN == 0 ? tuned : learned).add(known.get(i));
        System.out.printf(
                Locale.ROOT,
                "%n%s: %,d learned from, %,d held out; %d epochs, rate %s, %s%n",
                name,
                known.size(),
                heldOut.size(),
                EPOCHS,
                RATE,
                start().isPresent() ? "after the layers of a file" : "alone");
        double[][] onTuned;
        double[][] onHeldOut;
        try (var layers = new TunedScores(
                name,
                texts(learned),
                learned.stream().mapToInt(Item::klass).toArray(),
                classes,
                EPOCHS,
                RATE,
                start())) {
            onTuned = layers.of(texts(tuned));
            onHeldOut = layers.of(texts(heldOut));
        }
        double alone = print("layers learned anew", scored(tuned, onTuned), scored(heldOut, onHeldOut));
        var margins = new OthersLearner(
                        learned.stream().map(InSetTuningTest::text).toList(), classes, Weighting.RARITY, false)
                .scores();
        double[][] ofTuned =
                tuned.stream().map(item -> margins.apply(text(item))).toArray(double[][]::new);
        double[][] ofHeldOut =
                heldOut.stream().map(item -> margins.apply(text(item))).toArray(double[][]::new);
        print("margins", scored(tuned, ofTuned), scored(heldOut, ofHeldOut));
        double best = 0;
        double kept = 1;
        for (double share : SHARES_OF_MARGINS) {
            var both = scored(tuned, sum(onTuned, ofTuned, share));
            double f1 = Offsets.macroF1(both, Offsets.best(both));
            System.out.printf(Locale.ROOT, "  margins %.1f times: %.3f of the part for choosing%n", share, f1);
            if (f1 > best) kept = share;
            best = Math.max(best, f1);
        }
        double together = print(
                "both, margins " + kept + " times",
                scored(tuned, sum(onTuned, ofTuned, kept)),
                scored(heldOut, sum(onHeldOut, ofHeldOut, kept)));
        assertThat(Math.max(alone, together)).as(name).isGreaterThan(least);
    }

    private static List<String> texts(List<Item> items) {
        return items.stream().map(Item::text).toList();
    }

    private static Text text(Item item) {
        return new Text(item.text, item.language, item.klass);
    }

    private static double[][] sum(double[][] one, double[][] other, double times) {
        var sum = new double[one.length][one[0].length];
        for (int i = 0; i < sum.length; i++)
            for (int n = 0; n < sum[i].length; n++) sum[i][n] = one[i][n] + times * other[i][n];
        return sum;
    }

    private static List<Offsets.Scored> scored(List<Item> items, double[][] scores) {
        var scored = new ArrayList<Offsets.Scored>();
        for (int i = 0; i < scores.length; i++) scored.add(new Offsets.Scored(scores[i], items.get(i).klass));
        return scored;
    }

    private static double print(String what, List<Offsets.Scored> tuned, List<Offsets.Scored> heldOut) {
        var offsets = Offsets.best(tuned);
        System.out.printf(
                Locale.ROOT,
                "  %-28s macro-F1 %s, F1 of the last class %.3f%n",
                what,
                Offsets.interval(heldOut, offsets),
                Offsets.f1OfLast(heldOut, offsets));
        return Offsets.macroF1(heldOut, offsets);
    }
}
