package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeighingTest {
    /** @param apart how far texts with the category score above the others, in standard deviations */
    private static List<Scored> scores(int present, int absent, double apart) {
        var random = new Random(present * 31L + absent);
        var scored = new ArrayList<Scored>();
        for (int i = 0; i < present + absent; i++) {
            double raw = random.nextGaussian() + (i < present ? apart : 0);
            scored.add(new Scored(CompactTextClassifier.sigmoid(raw), i < present));
        }
        return scored;
    }

    private static Evidence.Row weigh(List<Scored> scored, boolean arePeoples, boolean mayAct) {
        return new Weighing(Category.HATE, "fr", scored).row(arePeoples, mayAct);
    }

    @Test
    void actsOnlyOnPlentyOfLabelledTextsWellApart() {
        var plenty = scores(400, 4_000, 6);
        assertThat(weigh(plenty, true, true).use()).isEqualTo(Use.AUTOMATIC);
        assertThat(weigh(plenty, false, true).use()).isEqualTo(Use.REVIEW_ONLY);
        assertThat(weigh(plenty, true, false).use()).isEqualTo(Use.REVIEW_ONLY);
        assertThat(weigh(scores(40, 4_000, 6), true, true).use()).isEqualTo(Use.REVIEW_ONLY);
        assertThat(weigh(scores(400, 300, 6), true, true).use()).isEqualTo(Use.REVIEW_ONLY);
        assertThat(weigh(scores(400, 4_000, 2), true, true).use()).isEqualTo(Use.REVIEW_ONLY);
    }

    @Test
    void guessingIsNotToBeUsedNorWhatHardlyAnythingWasMeasuredOn() {
        assertThat(weigh(scores(400, 4_000, 0), true, true).use()).isEqualTo(Use.NONE);
        assertThat(weigh(scores(7, 4_000, 6), true, true).use()).isEqualTo(Use.NONE);
        assertThat(weigh(List.of(), false, true).use()).isEqualTo(Use.NONE);
    }

    @Test
    void whatTheThresholdPromisesIsSoInTheTextsMeasuredOn() {
        var scored = scores(400, 4_000, 6);
        var row = weigh(scored, true, true);
        long found = scored.stream().filter(s -> s.score() >= row.threshold()).count();
        long wrong = scored.stream()
                .filter(s -> s.score() >= row.threshold() && !s.isPresent())
                .count();
        assertThat(row.falseAlarms()).isEqualTo(wrong / 4_000.0).isLessThanOrEqualTo(0.005);
        assertThat(row.precision()).isEqualTo((found - wrong) / (double) found).isGreaterThan(0.95);
    }

    @Test
    void theAreaIsThatOfPairsInOrder() {
        // 3 of 4 pairs are in order, one is a tie.
        var row = weigh(
                List.of(new Scored(0.9, true), new Scored(0.5, true), new Scored(0.5, false), new Scored(0.1, false)),
                false,
                true);
        assertThat(row.averagePrecision()).isCloseTo(1, within(1e-9));
        assertThat(row.areaLow()).isBetween(0.3, 0.875);
    }

    @Test
    void belowTheThresholdOfAutomaticActionAPersonIsAsked() {
        var row = weigh(scores(400, 4_000, 6), true, true);
        var evidence = Evidence.of(List.of(row));
        assertThat(evidence.use(Category.HATE, "fr", row.threshold())).isEqualTo(Use.AUTOMATIC);
        assertThat(evidence.use(Category.HATE, "fr", row.threshold() - 0.001)).isEqualTo(Use.REVIEW_ONLY);
        assertThat(evidence.use(Category.HATE, "de", 1)).isEqualTo(Use.NONE);
        assertThat(evidence.use(Category.SPAM, "fr", 1)).isEqualTo(Use.NONE);
        assertThat(Evidence.NONE.use(Category.SPAM, "fr", 1)).isEqualTo(Use.REVIEW_ONLY);
    }
}
