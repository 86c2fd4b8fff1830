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
import org.jspecify.annotations.Nullable;

/** An evaluation as a page, Markdown: worst rows first. */
final class QualityPage {
    /** Of groups, the rest are nearer to each other. */
    private static final int MOST_GROUPS = 40;

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
                + count(measured.texts()) + " texts that it was not trained on. 95 % intervals in brackets.");
        if (model != null) {
            line(
                    "*Use* is what the evidence over all folds supports, and what every rule is held to: `automatic`, `review_only`, or `none`.");
        }
        rows("Worst first: by category and language", worstFirst(), true);
        rows("By language, any category", of(Evaluation.ANY), false);
        rows("By length", measured.byLength(), false);
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
        line("The same innocent sentences, about one group and another; the greatest changes first, at most "
                + MOST_GROUPS + " of " + measured.fairness().size() + ".");
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
