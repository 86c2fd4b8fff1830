package io.gatehouse.moderation.classifier;

import static io.gatehouse.moderation.classifier.SetViews.ACROSS;
import static io.gatehouse.moderation.classifier.SetViews.AS_WRITTEN;
import static io.gatehouse.moderation.classifier.SetViews.INSIDE;
import static io.gatehouse.moderation.classifier.SetViews.SHAPE;
import static io.gatehouse.moderation.classifier.SetViews.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.classifier.Offsets.Scored;
import io.gatehouse.moderation.classifier.SetLearner.Seen;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What linear machines reach on a set when they learn from that set alone and may look at more than a shipped model could. Which
 * machine, which cost, which threshold and which of them together is chosen on folds of the texts to learn from; the texts held out
 * are asked once. Prints figures for docs/measurements.md; nothing is kept.
 */
@Tag("long")
class InSetTriesTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path DATA = HOME.resolve("../shared/data");
    private static final int FOLDS = 4;
    private static final double[] COSTS = {0.1, 0.4};

    /** Machines together; each may count more than once (Caruana and others, 2004). */
    private static final int MOST_TOGETHER = 12;

    private static GramClassifier shipped;

    @BeforeAll
    static void load() {
        assumeThat(DATA).as("training data").isDirectory();
        shipped = ((CascadeClassifier) Models.load(HOME.resolve("policies"))
                        .named("categories")
                        .orElseThrow())
                .cheap();
    }

    private record Item(String text, String language, boolean isPresent) {}

    @Test
    void german() {
        byFold(
                "germeval2018 + gahd_de",
                List.of("germeval2018/train", "gahd_de/train", "gahd_de/dev"),
                List.of(
                        List.of(WORDS),
                        List.of(INSIDE),
                        List.of(ACROSS),
                        List.of(WORDS, INSIDE),
                        List.of(WORDS, ACROSS)),
                false,
                0.70);
    }

    @Test
    void spam() {
        byFold(
                "sms_spam_uci",
                List.of("sms_spam_uci/train"),
                List.of(
                        List.of(WORDS, SHAPE),
                        List.of(AS_WRITTEN),
                        List.of(AS_WRITTEN, WORDS, SHAPE),
                        List.of(ACROSS, SHAPE)),
                true,
                0.95);
    }

    @Test
    void offensiveTweets() {
        compare(
                "tweeteval_offensive",
                items(List.of("tweeteval_offensive/train")),
                items(List.of("tweeteval_offensive/val")),
                List.of(List.of(INSIDE), List.of(WORDS, ACROSS)),
                true,
                0.70);
    }

    @Test
    void hatefulTweets() {
        compare(
                "tweeteval_hate",
                items(List.of("tweeteval_hate/train")),
                items(List.of("tweeteval_hate/val")),
                List.of(List.of(INSIDE), List.of(WORDS, ACROSS)),
                true,
                0.70);
    }

    private static List<Item> items(List<String> files) {
        var items = new ArrayList<Item>();
        for (String file : files)
            try (var rows = LabelledTexts.read(DATA.resolve(file + ".jsonl.gz"))) {
                rows.forEachRemaining(row -> row.toxic()
                        .ifPresent(isToxic ->
                                items.add(new Item(TrainingRow.clean(row.text()), row.language(), isToxic))));
            }
        return items;
    }

    private static void byFold(
            String name, List<String> files, List<List<SetViews>> views, boolean isUnseen, double least) {
        var learned = new ArrayList<Item>();
        var heldOut = new ArrayList<Item>();
        for (var item : items(files))
            (TrainingRow.part(item.text, CategoryTrainer.SEED, GramRows.FOLDS) == GramRows.HELD_OUT ? heldOut : learned)
                    .add(item);
        compare(name, learned, heldOut, views, isUnseen, least);
    }

    /** @param isUnseen by the shipped model, whose scores and sentences may then be looked at, too */
    private static void compare(
            String name,
            List<Item> learned,
            List<Item> heldOut,
            List<List<SetViews>> views,
            boolean isUnseen,
            double least) {
        Collections.shuffle(learned, new Random(7));
        System.out.printf(Locale.ROOT, "%n%s: %,d learned from, %,d held out%n", name, learned.size(), heldOut.size());
        var known = learned.stream().map(item -> seen(item, isUnseen)).toList();
        var asked = heldOut.stream().map(item -> seen(item, isUnseen)).toList();
        var machines = new LinkedHashMap<SetLearner, double[]>();
        for (var of : views)
            for (boolean ratios : new boolean[] {false, true}) best(known, of, ratios, false, machines);
        if (isUnseen) {
            best(known, List.of(), false, true, machines);
            best(known, views.getLast(), false, true, machines);
            best(known, views.getLast(), true, true, machines);
        }
        var best = machines.entrySet().stream()
                .max(Map.Entry.comparingByValue((a, b) -> Double.compare(f1(known, a), f1(known, b))))
                .orElseThrow();
        print("the best of them alone, " + best.getKey(), known, best.getValue(), asked, Map.of(best.getKey(), 1));
        var together = together(known, machines);
        double reached = print("together " + together, known, sum(known, together, machines), asked, together);
        assertThat(reached).as(name).isGreaterThan(least);
    }

    private static Seen seen(Item item, boolean isUnseen) {
        return Seen.of(item.text, isUnseen ? numbers(item) : new float[0], item.isPresent);
    }

    /** The sentence, and what the shipped model says of each category. */
    private static float[] numbers(Item item) {
        float[] sentence = SentenceEncoder.shipped().encode(item.text);
        double[] scores = shipped.scores(item.text, item.language);
        var numbers = new float[sentence.length + scores.length];
        System.arraycopy(sentence, 0, numbers, 0, sentence.length);
        for (int i = 0; i < scores.length; i++)
            numbers[sentence.length + i] = (float) (CascadeClassifier.logOdds(scores[i]) / 16);
        return numbers;
    }

    /** Of several costs the one that the folds like best. */
    private static void best(
            List<Seen> known, List<SetViews> views, boolean ratios, boolean dense, Map<SetLearner, double[]> machines) {
        double best = -1;
        SetLearner kept = null;
        double[] ofKept = {};
        for (double cost : COSTS) {
            var machine = new SetLearner(views, cost, ratios, dense);
            var scores = standard(machine.outOfFold(known, FOLDS));
            double f1 = f1(known, scores);
            if (f1 <= best) continue;
            best = f1;
            kept = machine;
            ofKept = scores;
        }
        System.out.printf(Locale.ROOT, "  on folds %.3f %s%n", best, kept);
        machines.put(kept, ofKept);
    }

    private static double[] standard(double[] scores) {
        double mean = java.util.Arrays.stream(scores).average().orElse(0);
        double spread = Math.sqrt(java.util.Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElse(1));
        // The border stays where it is: a machine that learns from all has its own mean.
        return java.util.Arrays.stream(scores).map(score -> score / spread).toArray();
    }

    private static List<Scored> scored(List<Seen> texts, double[] scores) {
        var scored = new ArrayList<Scored>();
        for (int i = 0; i < scores.length; i++)
            scored.add(new Scored(new double[] {0, scores[i]}, texts.get(i).isPresent() ? 1 : 0));
        return scored;
    }

    private static double f1(List<Seen> texts, double[] scores) {
        var scored = scored(texts, scores);
        return Offsets.macroF1(scored, Offsets.best(scored));
    }

    /** How often each counts: whichever helps most is added, until none does. */
    private static Map<SetLearner, Integer> together(List<Seen> known, Map<SetLearner, double[]> machines) {
        var kept = new LinkedHashMap<SetLearner, Integer>();
        double best = -1;
        for (int n = 0; n < MOST_TOGETHER; n++) {
            SetLearner next = null;
            for (var machine : machines.keySet()) {
                var tried = new LinkedHashMap<>(kept);
                tried.merge(machine, 1, Integer::sum);
                double f1 = f1(known, sum(known, tried, machines));
                if (f1 > best) {
                    best = f1;
                    next = machine;
                }
            }
            if (next == null) break;
            kept.merge(next, 1, Integer::sum);
        }
        return kept;
    }

    private static double[] sum(List<Seen> texts, Map<SetLearner, Integer> together, Map<SetLearner, double[]> scores) {
        var sum = new double[texts.size()];
        int of = together.values().stream().mapToInt(n -> n).sum();
        together.forEach((machine, times) -> {
            double[] own = scores.getOrDefault(machine, sum);
            for (int i = 0; i < sum.length; i++) sum[i] += own[i] * times / of;
        });
        return sum;
    }

    private static double print(
            String what, List<Seen> known, double[] onFolds, List<Seen> asked, Map<SetLearner, Integer> together) {
        var tuned = scored(known, onFolds);
        var offsets = Offsets.best(tuned);
        var scores = new LinkedHashMap<SetLearner, double[]>();
        for (var machine : together.keySet()) {
            var learned = machine.learn(known);
            scores.put(machine, standard(asked.stream().mapToDouble(learned).toArray()));
        }
        var found = scored(asked, sum(asked, together, scores));
        System.out.printf(
                Locale.ROOT,
                "%s%n  on folds %.3f; held out: macro-F1 %s, F1 of the last class %.3f%n",
                what,
                Offsets.macroF1(tuned, offsets),
                Offsets.interval(found, offsets),
                Offsets.f1OfLast(found, offsets));
        return Offsets.macroF1(found, offsets);
    }
}
