package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.moderation.evaluation.Quality;
import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An evaluation as a page, Markdown: worst rows first. */
final class QualityPage {
    /** Of groups, the rest are nearer to each other. */
    private static final int MOST_GROUPS = 40;

    /** Of the share of false alarms, that who is spoken of may make. */
    private static final double SMALL_CHANGE = 0.02;

    /** Of fewer, ten bins tell nothing. */
    private static final int FEWEST_FOR_CALIBRATION = 50;

    private final Measured measured;
    private final @Nullable TextClassifier model;
    private final StringBuilder page = new StringBuilder();

    private QualityPage(Measured measured, @Nullable TextClassifier model) {
        this.measured = measured;
        this.model = model;
    }

    /** @param model that was measured alone; what its evidence supports is said, too */
    static String of(Measured measured, @Nullable TextClassifier model) {
        return new QualityPage(measured, model).write();
    }

    private String write() {
        line("# Quality");
        line("");
        line("Written by `./gatehouse evaluate --page`; do not edit. Measured: " + measured.of() + ", on "
                + count(measured.texts())
                + (measured.isHeldOut()
                        ? " texts that it was not trained on."
                        : " texts of given files; whether a model has learned from them is not known here.")
                + " 95 % intervals in brackets.");
        if (model != null) {
            line(
                    "*Use* is what the evidence over all folds supports, and what every rule is held to: `automatic`, `review_only`, or `none`.");
        }
        for (var cascade : measured.cascades()) {
            line("");
            line(cascade.told());
        }
        rows("Worst first: by category and language", worstFirst(), true);
        rows("By language, any category", of(Evaluation.ANY), false);
        calibration();
        rows("By length", measured.byLength(), false);
        alarms();
        elsewhere();
        robustness();
        fairness();
        drift();
        return page.toString();
    }

    private List<Quality> worstFirst() {
        return measured.qualities().stream()
                .filter(q -> q.positives() > 0 && !q.language().equals(Evaluation.ALL))
                .filter(q -> !q.category().equals(Evaluation.ANY))
                .sorted(Comparator.comparingDouble(
                        (Quality q) -> q.averagePrecision().value()))
                .toList();
    }

    private List<Quality> of(String category) {
        return measured.qualities().stream()
                .filter(q -> q.category().equals(category))
                .toList();
    }

    private void rows(String title, List<Quality> qualities, boolean withUse) {
        if (qualities.isEmpty()) return;
        boolean says = withUse && model != null;
        line("");
        line("## " + title);
        line("");
        line(
                "| category | language | length | with / without | precision | recall | F1 | average precision | calibration error | false alarms | tp/fp/fn/tn |"
                        + (says ? " use |" : ""));
        line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |" + (says ? " --- |" : ""));
        for (var q : qualities) {
            var cells = new ArrayList<>(List.of(
                    q.category(),
                    q.language(),
                    q.length(),
                    q.positives() + " / " + q.negatives(),
                    share(q.precision()),
                    share(q.recall()),
                    interval(q.f1().value(), q.f1().low(), q.f1().high()),
                    interval(
                            q.averagePrecision().value(),
                            q.averagePrecision().low(),
                            q.averagePrecision().high()),
                    QualityTable.number(q.calibrationError()),
                    share(q.falseAlarms()),
                    q.truePositives() + "/" + q.falsePositives() + "/" + q.falseNegatives() + "/" + q.trueNegatives()));
            if (says) cells.add(use(q));
            line("| " + String.join(" | ", cells) + " |");
        }
    }

    private String use(Quality q) {
        var category = Category.ofWireName(q.category());
        return model == null || category.isEmpty()
                ? ""
                : model.use(category.get(), q.language(), 1).wireName();
    }

    /** How far the scores of all categories are from being probabilities; the bins of the categories add up. */
    private void calibration() {
        var byLanguage = new TreeMap<String, List<Quality>>();
        for (var q : measured.qualities())
            if (!q.category().equals(Evaluation.ANY) && !q.language().equals(Evaluation.ALL))
                byLanguage.computeIfAbsent(q.language(), _ -> new ArrayList<>()).add(q);
        if (byLanguage.isEmpty()) return;
        line("");
        line("## Calibration by language");
        line("");
        line(
                "Expected calibration error over ten bins: of all scores of a language together, and of the category where it is greatest among those with 50 texts or more.");
        line("");
        line("| language | scores | error | greatest in |");
        line("| --- | --- | --- | --- |");
        byLanguage.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        (Map.Entry<String, List<Quality>> of) -> -calibrationError(of.getValue())))
                .forEach(of -> line("| " + of.getKey() + " | " + count(scores(of.getValue())) + " | "
                        + QualityTable.number(calibrationError(of.getValue())) + " | " + worst(of.getValue()) + " |"));
    }

    private static long scores(List<Quality> qualities) {
        return qualities.stream().mapToLong(q -> q.positives() + q.negatives()).sum();
    }

    private static double calibrationError(List<Quality> qualities) {
        var apart = new TreeMap<Double, Double>();
        for (var q : qualities)
            for (var bin : q.reliability())
                apart.merge(bin.low(), bin.texts() * (bin.meanScore() - bin.presentRate()), Double::sum);
        return apart.values().stream().mapToDouble(Math::abs).sum() / scores(qualities);
    }

    private static String worst(List<Quality> qualities) {
        return qualities.stream()
                .filter(q -> q.positives() + q.negatives() >= FEWEST_FOR_CALIBRATION)
                .max(Comparator.comparingDouble(Quality::calibrationError))
                .map(q -> q.category() + " " + QualityTable.number(q.calibrationError()))
                .orElse("–");
    }

    private void alarms() {
        if (measured.alarms().isEmpty()) return;
        line("");
        line("## Innocent texts found, at the thresholds of the rules");
        line("");
        line(
                "What the policies' rules on this model's scores do with texts that have nothing wrong: a label, a look by a person, a restriction by the score alone. Each counts in those before it.");
        line("");
        line("| texts of | language | innocent | labelled | a person looks | restricted |");
        line("| --- | --- | --- | --- | --- | --- |");
        Stream.concat(measured.alarms().stream(), measured.elsewhere().stream().map(Measured.Elsewhere::alarms))
                .filter(of -> of.absent() > 0)
                .sorted(Comparator.comparingDouble(
                                (Alarms.OfSet of) -> of.reviewed().value())
                        .thenComparingDouble(of -> of.labelled().value())
                        .reversed())
                .forEach(this::alarm);
    }

    private void alarm(Alarms.OfSet of) {
        line("| " + of.set() + " | " + of.language() + " | " + count(of.absent()) + " | " + permille(of.labelled())
                + " | " + permille(of.reviewed()) + " | " + permille(of.restricted()) + " |");
    }

    private void elsewhere() {
        var both = measured.elsewhere().stream()
                .filter(one -> one.alarms().present() > 0)
                .toList();
        if (both.isEmpty()) return;
        line("");
        line("## Elsewhere");
        line("");
        line(
                "Sets that it has learned nothing from, by people who looked for something else. Any category counts; *found* is what a rule labels; *macro-F1* is the mean of F1 of both answers, beside that of always giving the more frequent one.");
        line("");
        line(
                "| set | language | with / without | found | innocent labelled | innocent that a person looks at | macro-F1 | of the more frequent answer | average precision |");
        line("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        both.stream()
                .sorted(Comparator.comparingDouble(one -> one.alarms().macroF1()))
                .forEach(one -> {
                    var of = one.alarms();
                    line("| " + of.set() + " | " + of.language() + " | " + count(of.present()) + " / "
                            + count(of.absent()) + " | " + share(Proportion.of(of.found(), of.present())) + " | "
                            + permille(of.labelled()) + " | " + permille(of.reviewed()) + " | "
                            + QualityTable.number(of.macroF1()) + " | "
                            + QualityTable.number(of.macroF1OfMajority()) + " | "
                            + interval(
                                    one.quality().averagePrecision().value(),
                                    one.quality().averagePrecision().low(),
                                    one.quality().averagePrecision().high())
                            + " |");
                });
    }

    /** Shares of which a hundredth matters. */
    private static String permille(Proportion share) {
        return share.of() == 0
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f %% [%.2f, %.2f]",
                        100 * share.value(),
                        100 * share.low(),
                        100 * share.high());
    }

    private void robustness() {
        if (measured.robustness().isEmpty()) return;
        line("");
        line("## In disguise");
        line("");
        line("Every word of four letters or more is hidden in the same way, in harmful and innocent texts alike.");
        line("");
        line("| written | harmful found | innocent found |");
        line("| --- | --- | --- |");
        for (var disguised : measured.robustness())
            line("| " + disguised.evasion() + " | " + share(disguised.recall()) + " | " + share(disguised.falseAlarms())
                    + " |");
    }

    private void fairness() {
        if (measured.fairness().isEmpty()) return;
        line("");
        line("## Groups swapped");
        line("");
        long moved = measured.fairness().stream()
                .filter(group -> Math.abs(group.change()) > SMALL_CHANGE)
                .count();
        line(
                "The same innocent sentences, about one group and another: by how much the share of false alarms differs from that of the same sentences about all groups. "
                        + moved + " of " + measured.fairness().size()
                        + " differ by more than two points. The greatest changes first, at most " + MOST_GROUPS + ".");
        line("");
        line("| language | group | sentences | false alarms | against all groups |");
        line("| --- | --- | --- | --- | --- |");
        measured.fairness().stream()
                .limit(MOST_GROUPS)
                .forEach(group -> line("| " + group.language() + " | " + group.group() + " | "
                        + group.falseAlarms().of() + " | " + share(group.falseAlarms()) + " | "
                        + String.format(Locale.ROOT, "%+.1f points", 100 * group.change()) + " |"));
    }

    private void drift() {
        if (measured.drift().isEmpty()) return;
        line("");
        line("## Drift");
        line("");
        line("| what | stability index | before | after |");
        line("| --- | --- | --- | --- |");
        for (var shift : measured.drift())
            line("| " + shift.what() + " | " + QualityTable.number(shift.stability()) + " | "
                    + share(shift.foundBefore()) + " | " + share(shift.foundAfter()) + " |");
    }

    private static String share(Proportion share) {
        return share.of() == 0 ? "–" : interval(share.value(), share.low(), share.high());
    }

    private static String interval(double value, double low, double high) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", value, low, high);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
