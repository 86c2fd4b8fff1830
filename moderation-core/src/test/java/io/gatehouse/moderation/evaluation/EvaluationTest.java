package io.gatehouse.moderation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Category HATE = Category.HATE;

    @Test
    void countsAndMeasuresByCategoryAndLanguage() {
        var evaluation = new Evaluation(Labelling.cautious(), Map.of());
        evaluation.add(row("en", true), Map.of(HATE, 0.9));
        evaluation.add(row("en", false), Map.of(HATE, 0.8));
        evaluation.add(row("en", true), Map.of(HATE, 0.7));
        evaluation.add(row("en", false), Map.of(HATE, 0.2));
        evaluation.add(row("de", true), Map.of(HATE, 0.1));
        var report = evaluation.report();

        var english = report.quality("hate", "en").orElseThrow();
        assertThat(List.of(
                        english.truePositives(),
                        english.falsePositives(),
                        english.trueNegatives(),
                        english.falseNegatives()))
                .containsExactly(2L, 1L, 1L, 0L);
        assertThat(english.precision().value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(english.f1().value()).isCloseTo(0.8, within(1e-12));
        assertThat(english.falseAlarms().value()).isEqualTo(0.5);
        // Precision at each of the two found: 1/1 and 2/3.
        assertThat(english.averagePrecision().value()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
        assertThat(english.majority()).isEqualTo(0.5);
        assertThat(english.calibrationError()).isCloseTo((0.1 + 0.8 + 0.3 + 0.2) / 4, within(1e-12));
        assertThat(report.quality("hate", "de").orElseThrow().recall().value()).isZero();
        assertThat(report.quality("hate", Evaluation.ALL).orElseThrow().positives())
                .isEqualTo(3);
        assertThat(report.texts()).isEqualTo(5);
    }

    @Test
    void measuresByLengthShortestFirst() {
        var evaluation = new Evaluation(Labelling.cautious(), Map.of());
        for (int length : new int[] {500, 40, 41, 400, 401})
            evaluation.add(
                    new LabelledText(
                            "1", "s", "😀".repeat(length), "en", Set.of(HATE), Optional.of(true), "", List.of()),
                    Map.of(HATE, 0.9));
        assertThat(evaluation.report().byLength().stream()
                        .filter(q -> q.category().equals("hate"))
                        .map(q -> q.length() + " " + q.positives()))
                .containsExactly("up to 40 1", "up to 120 1", "up to 400 1", "longer 2");
    }

    @Test
    void whatIsNotLabelledCountsNeitherForNorAgainst() {
        var evaluation = new Evaluation(Labelling.cautious(), Map.of());
        evaluation.add(row("en", true), Map.of(HATE, 0.9));
        evaluation.add(row("en", false), Map.of(HATE, 0.1));
        evaluation.add(text("en", Set.of(Category.PROFANITY), Optional.of(true)), Map.of(HATE, 0.9));
        evaluation.add(text("en", Set.of(), Optional.empty()), Map.of(HATE, 0.9));
        var quality = evaluation.report().quality("hate", "en").orElseThrow();
        assertThat(quality.notLabelled()).isEqualTo(2);
        assertThat(quality.falsePositives()).isZero();
        assertThat(quality.positives() + quality.negatives()).isEqualTo(2);
        var any = evaluation.report().quality(Evaluation.ANY, "en").orElseThrow();
        assertThat(any.notLabelled()).isEqualTo(2);
    }

    @Test
    void textsOfEqualScoreAreOneStep() {
        var someOrder = new Evaluation(Labelling.cautious(), Map.of());
        var otherOrder = new Evaluation(Labelling.cautious(), Map.of());
        for (int i = 0; i < 10; i++) {
            someOrder.add(row("en", i < 5), Map.of(HATE, 0.5));
            otherOrder.add(row("en", i >= 5), Map.of(HATE, 0.5));
        }
        double average = someOrder
                .report()
                .quality("hate", "en")
                .orElseThrow()
                .averagePrecision()
                .value();
        assertThat(average).isEqualTo(0.5);
        assertThat(otherOrder
                        .report()
                        .quality("hate", "en")
                        .orElseThrow()
                        .averagePrecision()
                        .value())
                .isEqualTo(average);
    }

    @Test
    void honestProbabilitiesHaveAlmostNoCalibrationErrorAndTightIntervals() {
        var random = new Random(5);
        var evaluation = new Evaluation(Labelling.cautious(), Map.of(HATE, 0.9));
        for (int i = 0; i < 20_000; i++) {
            double probability = random.nextDouble();
            evaluation.add(row("en", random.nextDouble() < probability), Map.of(HATE, probability));
        }
        var quality = evaluation.report().quality("hate", "en").orElseThrow();
        assertThat(quality.calibrationError()).isLessThan(0.02);
        assertThat(quality.precision().value()).isCloseTo(0.95, within(0.02));
        assertThat(quality.averagePrecision().low())
                .isLessThan(quality.averagePrecision().value());
        assertThat(quality.averagePrecision().high()
                        - quality.averagePrecision().low())
                .isBetween(0.001, 0.02);
        assertThat(quality.curve()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void wilsonIntervalsHoldForExtremeCounts() {
        assertThat(Proportion.of(0, 10).high()).isCloseTo(0.2775, within(1e-4));
        assertThat(Proportion.of(0, 10).low()).isZero();
        assertThat(Proportion.of(10, 10).low()).isCloseTo(0.7225, within(1e-4));
        assertThat(Proportion.of(0, 0)).isEqualTo(new Proportion(0, 0, 1, 0));
    }

    @Test
    void refusesScoresAndThresholdsThatAreNotProbabilities() {
        var evaluation = new Evaluation(Labelling.cautious(), Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation.add(row("en", true), Map.of(HATE, Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Evaluation(Labelling.cautious(), Map.of(HATE, 1.5)));
    }

    private static LabelledText row(String language, boolean hateful) {
        return text(language, hateful ? Set.of(HATE) : Set.of(), Optional.of(hateful));
    }

    private static LabelledText text(String language, Set<Category> categories, Optional<Boolean> toxic) {
        return new LabelledText("id", "set", "text", language, categories, toxic, "", List.of());
    }
}
