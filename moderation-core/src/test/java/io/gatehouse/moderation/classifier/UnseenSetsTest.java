package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.Fairness;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.evaluation.Robustness;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the cheap model makes of texts that it has learned nothing from, and whether it minds who is spoken of and how it is written.
 * Prints figures for docs/measurements.md. {@code -Dcandidate=FILE} asks another model than the shipped one.
 */
@Tag("long")
class UnseenSetsTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path DATA = HOME.resolve("../shared/data");

    /** Of the rules that label. */
    private static final double THRESHOLD = 0.7;

    private static final Set<Category> ADVERTISING = Set.of(Category.SPAM, Category.SCAM);

    /** Files by what is looked for in them. */
    private static final List<String> HARMFUL = List.of(
            "offendes_es/train",
            "toldbr_pt/train",
            "poleval2019_pl/train",
            "ogtd_el/train",
            "stormfront_vicomtech/train",
            "germeval2021/train",
            "tweeteval_offensive/val",
            "tweeteval_hate/val");

    private static final List<String> ADVERTISED = List.of("sms_spam_uci/train", "sms_phishing_mendeley/train");

    private static GramClassifier model;

    @BeforeAll
    static void load() {
        assumeThat(DATA).as("labelled texts").isDirectory();
        String candidate = System.getProperty("candidate", "");
        model = candidate.isEmpty()
                ? ((CascadeClassifier) Models.load(HOME.resolve("policies"))
                                .named("categories")
                                .orElseThrow())
                        .cheap()
                : GramClassifier.load(Path.of(candidate));
        System.out.println("model " + model.digest());
    }

    @Test
    void ordersTextsOfSetsThatItHasLearnedNothingFrom() {
        double sum = 0;
        for (String file : HARMFUL) sum += area(file, false);
        for (String file : ADVERTISED) sum += area(file, true);
        double mean = sum / (HARMFUL.size() + ADVERTISED.size());
        System.out.printf(Locale.ROOT, "mean %.3f%n", mean);
        assertThat(mean).isGreaterThan(0.65);
    }

    /** Beside what a learner of the set itself is asked for; of sets that were learned from, the part held out. */
    @Test
    void answersWhetherTextsAreOffensiveOrHateful() {
        var insults = Set.of(Category.HARASSMENT, Category.HATE);
        double offensive = macroF1(
                List.of("tweeteval_offensive/val"),
                false,
                Set.of(Category.HARASSMENT, Category.HATE, Category.PROFANITY, Category.SEXUAL));
        double hateful = macroF1(List.of("tweeteval_hate/val"), false, insults);
        double german = macroF1(List.of("germeval2018/train", "gahd_de/train", "gahd_de/dev"), true, insults);
        double romanian = macroF1(
                List.of("ro_offense/train"), true, Set.of(Category.HARASSMENT, Category.HATE, Category.PROFANITY));
        macroF1(List.of("sms_spam_uci/train"), true, ADVERTISING);
        assertThat(offensive).isGreaterThan(0.65);
        assertThat(hateful).isGreaterThan(0.55);
        assertThat(german).isGreaterThan(0.65);
        assertThat(romanian).isGreaterThan(0.75);
    }

    /** The threshold from one half, measured on the other. */
    private static double macroF1(List<String> files, boolean isPart, Set<Category> categories) {
        var all = new ArrayList<Offsets.Scored>();
        for (String file : files)
            try (var rows = LabelledTexts.read(DATA.resolve(file + ".jsonl.gz"))) {
                rows.forEachRemaining(row -> {
                    String text = TrainingRow.clean(row.text());
                    if (row.toxic().isEmpty()
                            || (isPart
                                    && TrainingRow.part(text, CategoryTrainer.SEED, GramRows.FOLDS)
                                            != GramRows.HELD_OUT)) return;
                    double highest = 0;
                    for (var of : model.score(text, row.language()).entrySet())
                        if (categories.contains(of.getKey())) highest = Math.max(highest, of.getValue());
                    all.add(new Offsets.Scored(
                            new double[] {0, CascadeClassifier.logOdds(highest)},
                            row.toxic().get() ? 1 : 0));
                });
            }
        double sum = 0;
        for (int half = 0; half < 2; half++) {
            var these = new ArrayList<Offsets.Scored>();
            var others = new ArrayList<Offsets.Scored>();
            for (int i = 0; i < all.size(); i++) (i % 2 == half ? these : others).add(all.get(i));
            sum += Offsets.macroF1(others, Offsets.best(these));
        }
        System.out.printf(
                Locale.ROOT,
                "  %-30s %,d: macro-F1 %.3f with a threshold of its own, %s at 0.5%n",
                files.getFirst(),
                all.size(),
                sum / 2,
                Offsets.interval(all, new double[2]));
        return sum / 2;
    }

    /** Under the ROC curve, of the highest score of a category. */
    private static double area(String file, boolean isAdvertising) {
        var scores = new ArrayList<Weighing.Scored>();
        var language = new ArrayList<String>();
        try (var rows = LabelledTexts.read(DATA.resolve(file + ".jsonl.gz"))) {
            rows.forEachRemaining(row -> {
                if (row.toxic().isEmpty()) return;
                double highest = 0;
                for (var of : model.score(TrainingRow.clean(row.text()), row.language())
                        .entrySet())
                    if (ADVERTISING.contains(of.getKey()) == isAdvertising) highest = Math.max(highest, of.getValue());
                scores.add(new Weighing.Scored(highest, row.toxic().get()));
                language.add(row.language());
            });
        }
        double area = area(scores);
        System.out.printf(
                Locale.ROOT, "  %-30s %s %,7d texts, area %.3f%n", file, language.getFirst(), scores.size(), area);
        return area;
    }

    private static double area(List<Weighing.Scored> scores) {
        var sorted = new ArrayList<>(scores);
        sorted.sort(java.util.Comparator.comparingDouble(Weighing.Scored::score));
        double ranks = 0;
        long present = 0;
        for (int i = 0; i < sorted.size(); ) {
            int to = i;
            while (to < sorted.size() && sorted.get(to).score() == sorted.get(i).score()) to++;
            for (int k = i; k < to; k++)
                if (sorted.get(k).isPresent()) {
                    ranks += (i + 1 + to) / 2.0;
                    present++;
                }
            i = to;
        }
        long absent = sorted.size() - present;
        return (ranks - present * (present + 1) / 2.0) / ((double) present * absent);
    }

    @Test
    void aGroupsNameAloneMovesNoScoreOverTheThreshold() {
        var groups = Fairness.of(
                TrainingTexts.read(HOME.resolve("policies/training")),
                HeldOutTexts::isHeldOut,
                model::score,
                THRESHOLD);
        long moved =
                groups.stream().filter(group -> Math.abs(group.change()) > 0.02).count();
        System.out.printf(Locale.ROOT, "groups: %,d of %,d move by more than two points%n", moved, groups.size());
        groups.stream()
                .limit(12)
                .forEach(group -> System.out.printf(
                        Locale.ROOT,
                        "  %s %s of %d: %+.3f%n",
                        group.language(),
                        group.group(),
                        group.falseAlarms().of(),
                        group.change()));
        assertThat(moved).isLessThan(groups.size() / 4);
    }

    @Test
    void whatIsHeldOutIsFoundInDisguiseAndScoresAreProbabilities() {
        var heldOut = HeldOutTexts.read(DATA, HOME.resolve("policies/training"), Progress.SILENT);
        var some = new ArrayList<LabelledText>();
        for (int i = 0; i < heldOut.texts().size(); i += 8)
            some.add(heldOut.texts().get(i));
        for (var disguised : Robustness.of(some, model::score, THRESHOLD))
            System.out.printf(
                    Locale.ROOT,
                    "  %-12s harmful found %.3f, innocent found %.3f%n",
                    disguised.evasion(),
                    disguised.recall().value(),
                    disguised.falseAlarms().value());
        var evaluation = new Evaluation(heldOut.labelling(), Map.of());
        for (var row : heldOut.texts()) evaluation.add(row, model.score(row.text(), row.language()));
        var report = evaluation.report();
        var apart = new TreeMap<String, Map<Double, Double>>();
        var count = new TreeMap<String, Long>();
        for (var quality : report.qualities()) {
            if (quality.category().equals(Evaluation.ANY) || quality.language().equals(Evaluation.ALL)) continue;
            count.merge(quality.language(), quality.positives() + quality.negatives(), Long::sum);
            for (var bin : quality.reliability())
                apart.computeIfAbsent(quality.language(), _ -> new TreeMap<>())
                        .merge(bin.low(), bin.texts() * (bin.meanScore() - bin.presentRate()), Double::sum);
        }
        apart.forEach((language, bins) -> {
            double error = bins.values().stream().mapToDouble(Math::abs).sum() / count.get(language);
            System.out.printf(Locale.ROOT, "  %s calibration error %.4f", language, error);
            assertThat(error).as(language).isLessThan(0.05);
        });
        System.out.println();
        for (String category : List.of("harassment", "hate", "profanity", "spam", "illicit", "self-harm"))
            for (String language : List.of("en", "de", "fr", "ro", "es", "pl"))
                report.quality(category, language)
                        .ifPresent(quality -> System.out.printf(
                                Locale.ROOT,
                                "  %s %s average precision %.3f%n",
                                category,
                                language,
                                quality.averagePrecision().value()));
        report.qualities().stream()
                .filter(quality -> quality.category().equals(Evaluation.ANY))
                .forEach(quality -> System.out.printf(
                        Locale.ROOT,
                        " any %s %.3f",
                        quality.language(),
                        quality.averagePrecision().value()));
        System.out.println();
        assertThat(report.texts()).isPositive();
    }
}
