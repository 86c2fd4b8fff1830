package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shipped cascade against its cheap model alone, at several shares. Prints figures for docs/measurements.md; minutes. Another head and
 * another encoder are measured with {@code -Dcascade.head=FILE} and {@code -Dcascade.encoder=FILE} (none: that of the jar).
 */
@Tag("long")
class CascadeQualityTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path DATA = HOME.resolve("../shared/data");
    private static final double[] SHARES = {0, 0.01, 0.05, 0.2, 1};

    /** It must not be worse than the cheap model by more than chance. */
    private static final double SLACK = 0.005;

    private static final Path HEAD = Path.of(System.getProperty(
            "cascade.head",
            HOME.resolve("policies/models/categories.cascade.bin").toString()));
    private static final Path LAYERS = Path.of(System.getProperty(
            "cascade.encoder",
            HOME.resolve("policies/models/categories.encoder.bin").toString()));

    private static CascadeClassifier shipped;
    private static SentenceEncoder encoder;
    private static final Map<String, float[]> READ = new ConcurrentHashMap<>();

    @BeforeAll
    static void load() {
        assumeThat(DATA).as("training data").isDirectory();
        shipped = (CascadeClassifier)
                Models.load(HOME.resolve("policies")).named("categories").orElseThrow();
        encoder = Files.isRegularFile(LAYERS) ? EncoderTuning.encoder(LAYERS) : SentenceEncoder.shipped();
    }

    /** The transformer's answers are kept, since each share asks anew. */
    private static CascadeClassifier at(double share) {
        Function<String, float[]> keeping = text -> READ.computeIfAbsent(text, encoder::encode);
        return CascadeClassifier.of(
                shipped.cheap(), EncoderHead.load(HEAD, shipped.cheap(), encoder.digest()), keeping, share);
    }

    @Test
    void isNoWorseThanTheCheapModelOnTextsThatNeitherSaw() {
        var rows =
                GramRows.read(DATA, HOME.resolve("policies/training"), CategoryTrainer.SEED, Progress.SILENT)
                        .rows()
                        .stream()
                        .filter(row -> row.isMeasured() && row.fold() == GramRows.HELD_OUT)
                        .filter(row -> row.language().equals(CascadeClassifier.LANGUAGE))
                        .toList();
        for (String name : headCategories()) {
            var category = Category.ofWireName(name).orElseThrow();
            int lane = Truths.lane(category);
            var labelled = rows.stream()
                    .filter(row -> row.truth(lane) != Truth.NOT_LABELLED)
                    .toList();
            double[] precision = new double[SHARES.length];
            for (int i = 0; i < SHARES.length; i++) {
                var cascade = at(SHARES[i]);
                var scored = labelled.stream()
                        .map(row -> new Scored(
                                cascade.score(row.text(), row.language()).getOrDefault(category, 0.0),
                                row.truth(lane) == Truth.PRESENT))
                        .toList();
                precision[i] = print(name, SHARES[i], cascade, scored);
            }
            assertThat(precision[1]).as(name).isGreaterThan(precision[0] - SLACK);
            assertThat(precision[3]).as(name).isGreaterThan(precision[0]);
        }
    }

    private static List<String> headCategories() {
        return EncoderHead.load(HEAD, shipped.cheap(), encoder.digest()).categories().stream()
                .map(Category::wireName)
                .toList();
    }

    /** Of sets that neither learned from. */
    @Test
    void elsewhere() {
        elsewhere("tweeteval_offensive/val", Set.of(Category.HARASSMENT, Category.HATE, Category.PROFANITY));
        elsewhere("tweeteval_hate/val", Set.of(Category.HATE, Category.HARASSMENT));
        elsewhere("stormfront_vicomtech/train", Set.of(Category.HATE, Category.HARASSMENT));
        elsewhere("sms_spam_uci/train", Set.of(Category.SPAM, Category.SCAM));
    }

    private static void elsewhere(String file, Set<Category> of) {
        var texts = new ArrayList<LabelledText>();
        try (var rows = LabelledTexts.read(DATA.resolve(file + ".jsonl.gz"))) {
            rows.forEachRemaining(row -> {
                if (row.toxic().isPresent()) texts.add(row);
            });
        }
        for (double share : SHARES) {
            var cascade = at(share);
            var scored = texts.stream()
                    .map(row -> {
                        var scores = cascade.score(TrainingRow.clean(row.text()), row.language());
                        return new Scored(
                                of.stream()
                                        .mapToDouble(category -> scores.getOrDefault(category, 0.0))
                                        .max()
                                        .orElse(0),
                                row.toxic().orElse(false));
                    })
                    .toList();
            assertThat(print(file, share, cascade, scored)).isPositive();
        }
    }

    private static double print(String what, double share, CascadeClassifier cascade, List<Scored> scored) {
        var row = new Weighing(Category.HATE, "en", scored).row(true, false);
        var seen = cascade.seen();
        System.out.printf(
                Locale.ROOT,
                "%-26s share %.2f, saw %.3f of %,d: F1 at 0.5 %.3f, at 0.7 %.3f, average precision %.3f, area under ROC at"
                        + " least %.3f, macro-F1 at 0.5 %s%n",
                what,
                share,
                (double) seen.encoded() / seen.english(),
                scored.size(),
                f1(scored, 0.5),
                f1(scored, 0.7),
                row.averagePrecision(),
                row.areaLow(),
                Offsets.interval(
                        scored.stream()
                                .map(one -> new Offsets.Scored(
                                        new double[] {0, CascadeClassifier.logOdds(one.score())},
                                        one.isPresent() ? 1 : 0))
                                .toList(),
                        new double[2]));
        return row.averagePrecision();
    }

    private static double f1(List<Scored> scored, double threshold) {
        double found = 0;
        double others = 0;
        for (var one : scored) {
            boolean isSaid = one.score() >= threshold;
            if (isSaid && one.isPresent()) found++;
            else if (isSaid || one.isPresent()) others++;
        }
        return found == 0 ? 0 : 2 * found / (2 * found + others);
    }
}
