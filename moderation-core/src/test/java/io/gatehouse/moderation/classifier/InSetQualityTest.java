package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.classifier.GramLearner.Example;
import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.classifier.OthersLearner.Text;
import io.gatehouse.moderation.classifier.OthersLearner.Weighting;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What our features and learner reach on a set when they learn from that set alone, beside words alone and the more frequent answer;
 * and what the shipped model reaches there. Prints figures for docs/measurements.md. Nothing that is learned here is kept.
 */
@Tag("long")
class InSetQualityTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path DATA = HOME.resolve("../shared/data");
    private static final GramLearner LEARNER = new GramLearner(18, 6, 0.25, 1e-6, 0, 0.3, 0, CategoryTrainer.SEED);

    /** Of the texts to learn from, kept for the choice of thresholds. */
    private static final int TUNED_ON_ONE_IN = 10;

    private static GramClassifier shipped;

    @BeforeAll
    static void load() {
        assumeThat(DATA).as("training data").isDirectory();
        shipped = ((CascadeClassifier) Models.load(HOME.resolve("policies"))
                        .named("categories")
                        .orElseThrow())
                .cheap();
    }

    /** A text with the number of its class. */
    private record Item(String text, String language, int klass) {}

    @Test
    void offensiveTweets() {
        var learned = items(List.of("tweeteval_offensive/train.jsonl.gz"), InSetQualityTest::toxic);
        var heldOut = items(List.of("tweeteval_offensive/val.jsonl.gz"), InSetQualityTest::toxic);
        var of = Set.of(Category.HARASSMENT, Category.HATE, Category.PROFANITY, Category.SEXUAL);
        compare("tweeteval_offensive", learned, heldOut, 2, of, 0.70);
    }

    @Test
    void hatefulTweets() {
        var learned = items(List.of("tweeteval_hate/train.jsonl.gz"), InSetQualityTest::toxic);
        var heldOut = items(List.of("tweeteval_hate/val.jsonl.gz"), InSetQualityTest::toxic);
        compare("tweeteval_hate", learned, heldOut, 2, Set.of(Category.HATE, Category.HARASSMENT), 0.68);
    }

    @Test
    void threeClassesOfDavidson() {
        byFold(
                "davidson2017",
                List.of("davidson2017/train.jsonl.gz"),
                row -> row.label().startsWith("hate") ? 2 : row.label().startsWith("off") ? 1 : 0,
                3,
                Set.of(),
                0.66);
    }

    @Test
    void spam() {
        byFold(
                "sms_spam_uci",
                List.of("sms_spam_uci/train.jsonl.gz"),
                InSetQualityTest::toxic,
                2,
                Set.of(Category.SPAM, Category.SCAM),
                0.93);
    }

    @Test
    void german() {
        byFold(
                "germeval2018 + gahd_de",
                List.of("germeval2018/train.jsonl.gz", "gahd_de/train.jsonl.gz", "gahd_de/dev.jsonl.gz"),
                InSetQualityTest::toxic,
                2,
                Set.of(Category.HARASSMENT, Category.HATE),
                0.66);
    }

    @Test
    void romanian() {
        byFold(
                "ro_offense",
                List.of("ro_offense/train.jsonl.gz"),
                InSetQualityTest::toxic,
                2,
                Set.of(Category.HARASSMENT, Category.HATE, Category.PROFANITY),
                0.74);
    }

    private static int toxic(LabelledText row) {
        return row.toxic().map(isToxic -> isToxic ? 1 : 0).orElse(-1);
    }

    /** Rows of which the label does not tell are left out. */
    private static List<Item> items(List<String> files, ToIntFunction<LabelledText> klass) {
        var items = new ArrayList<Item>();
        for (String file : files)
            try (var rows = LabelledTexts.read(DATA.resolve(file))) {
                rows.forEachRemaining(row -> {
                    int of = klass.applyAsInt(row);
                    if (of >= 0) items.add(new Item(TrainingRow.clean(row.text()), row.language(), of));
                });
            }
        return items;
    }

    /** Held out is what the shipped model has not seen either. */
    private static void byFold(
            String name,
            List<String> files,
            ToIntFunction<LabelledText> klass,
            int classes,
            Set<Category> of,
            double least) {
        var learned = new ArrayList<Item>();
        var heldOut = new ArrayList<Item>();
        for (var item : items(files, klass))
            (TrainingRow.part(item.text, CategoryTrainer.SEED, GramRows.FOLDS) == GramRows.HELD_OUT ? heldOut : learned)
                    .add(item);
        compare(name, learned, heldOut, classes, of, least);
    }

    private static void compare(
            String name, List<Item> known, List<Item> heldOut, int classes, Set<Category> of, double least) {
        var learned = new ArrayList<Item>();
        var tuned = new ArrayList<Item>();
        for (int i = 0; i < known.size(); i++) (i % TUNED_ON_ONE_IN == 0 ? tuned : learned).add(known.get(i));
        System.out.printf(Locale.ROOT, "%n%s: %,d learned from, %,d held out%n", name, known.size(), heldOut.size());
        double majority = print("  more frequent answer", heldOut, tuned, item -> new double[classes]);
        double words = print("  words alone", heldOut, tuned, new BagOfWords(learned, classes)::scores);
        double ours = print("  our features and learner", heldOut, tuned, ours(learned, classes));
        var texts = learned.stream().map(InSetQualityTest::text).toList();
        var rarity = new OthersLearner(texts, classes, Weighting.RARITY, false).scores();
        var ratio = new OthersLearner(texts, classes, Weighting.COUNT_RATIO, false).scores();
        print("  margins, rarity", heldOut, tuned, item -> rarity.apply(text(item)));
        print("  margins, count ratios", heldOut, tuned, item -> ratio.apply(text(item)));
        var best = known.getFirst().language.equals("en")
                ? new OthersLearner(texts, classes, Weighting.RARITY, true).scores()
                : rarity;
        if (best != rarity) print("  margins and transformer", heldOut, tuned, item -> best.apply(text(item)));
        print("  the last two together", heldOut, tuned, item -> sum(best.apply(text(item)), ratio.apply(text(item))));
        if (!of.isEmpty()) printHalves("  shipped model", heldOut, item -> shippedScores(item, of));
        assertThat(ours).as(name).isGreaterThan(least).isGreaterThan(majority).isGreaterThan(words - 0.02);
    }

    private static Text text(Item item) {
        return new Text(item.text, item.language, item.klass);
    }

    private static double[] sum(double[] one, double[] other) {
        var sum = one.clone();
        for (int i = 0; i < sum.length; i++) sum[i] += other[i];
        return sum;
    }

    private static double print(String what, List<Item> heldOut, List<Item> tuned, Function<Item, double[]> scores) {
        var offsets = Offsets.best(scored(tuned, scores));
        var found = scored(heldOut, scores);
        System.out.printf(
                Locale.ROOT,
                "%-28s macro-F1 %s, F1 of the last class %.3f%n",
                what,
                Offsets.interval(found, offsets),
                Offsets.f1OfLast(found, offsets));
        return Offsets.macroF1(found, offsets);
    }

    /** The threshold from one half, measured on the other. */
    private static void printHalves(String what, List<Item> heldOut, Function<Item, double[]> scores) {
        var all = scored(heldOut, scores);
        double sum = 0;
        for (int half = 0; half < 2; half++) {
            var these = new ArrayList<Offsets.Scored>();
            var others = new ArrayList<Offsets.Scored>();
            for (int i = 0; i < all.size(); i++) (i % 2 == half ? these : others).add(all.get(i));
            sum += Offsets.macroF1(others, Offsets.best(these));
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s macro-F1 %.3f with a threshold of this set, %s at 0.5%n",
                what,
                sum / 2,
                Offsets.interval(all, new double[2]));
    }

    private static List<Offsets.Scored> scored(List<Item> items, Function<Item, double[]> scores) {
        return items.stream()
                .map(item -> new Offsets.Scored(scores.apply(item), item.klass))
                .toList();
    }

    private static double[] shippedScores(Item item, Set<Category> of) {
        double highest = 0;
        var scores = shipped.score(item.text, item.language);
        for (var category : of) highest = Math.max(highest, scores.getOrDefault(category, 0.0));
        double inside = Math.clamp(highest, 1e-9, 1 - 1e-9);
        return new double[] {0, Math.log(inside / (1 - inside))};
    }

    private static Function<Item, double[]> ours(List<Item> learned, int classes) {
        var languages = Family.allLanguages();
        var weights = new float[GramTable.LANES];
        for (int i = 0; i < classes; i++) weights[i] = 1;
        var model = LEARNER.learn(
                learned.stream()
                        .map(item -> new Example(row(item, classes), LEARNER.logRows(), languages, weights))
                        .toList(),
                languages.size(),
                Progress.SILENT);
        return item -> {
            var raw = new float[GramTable.LANES];
            model.raw(new Example(row(item, classes), LEARNER.logRows(), languages, weights), true, raw);
            var scores = new double[classes];
            for (int i = 0; i < classes; i++) scores[i] = raw[i];
            return scores;
        };
    }

    private static GramRow row(Item item, int classes) {
        var truths = new ArrayList<>(Truths.all(Truth.NOT_LABELLED));
        for (int i = 0; i < classes; i++) truths.set(i, i == item.klass ? Truth.PRESENT : Truth.ABSENT);
        return new GramRow("in set", "", item.text, item.language, truths, 1, 0, Source.LABELLED, true);
    }

    /** Naive Bayes over words: what any set of texts gives away by its words alone. */
    private static final class BagOfWords {
        private static final String NOT_LETTERS = "[^\\p{L}\\p{M}@']+";

        private final java.util.Map<String, double[]> counts = new java.util.HashMap<>();
        private final double[] words;
        private final double[] texts;

        BagOfWords(List<Item> learned, int classes) {
            words = new double[classes];
            texts = new double[classes];
            for (var item : learned) {
                texts[item.klass]++;
                for (String word : words(item)) {
                    counts.computeIfAbsent(word, _ -> new double[classes])[item.klass]++;
                    words[item.klass]++;
                }
            }
        }

        private static Set<String> words(Item item) {
            return Set.copyOf(List.of(item.text.toLowerCase(Locale.ROOT).split(NOT_LETTERS, -1)));
        }

        double[] scores(Item item) {
            var scores = new double[texts.length];
            for (int i = 0; i < scores.length; i++) scores[i] = Math.log(texts[i]);
            for (String word : words(item)) {
                var of = counts.get(word);
                if (of == null) continue;
                for (int i = 0; i < scores.length; i++) scores[i] += Math.log((of[i] + 1) / (words[i] + counts.size()));
            }
            return scores;
        }
    }
}
