package io.gatehouse.service.perspective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.service.perspective.Thresholds.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private static final Thresholds FIVE = new Thresholds(List.of(
            new Scored(0.9, true),
            new Scored(0.8, true),
            new Scored(0.8, false),
            new Scored(0.3, true),
            new Scored(0.1, false)));

    @Test
    void saysWhatAThresholdDoes() {
        var outcome = FIVE.at(0.8);
        assertThat(outcome.flagged()).isEqualTo(3);
        assertThat(outcome.share()).isEqualTo(0.6);
        assertThat(outcome.precision()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(outcome.recall()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(outcome.f1()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(FIVE.at(0.95).precision()).isEqualTo(1);
    }

    @Test
    void proposesThreeOfThem() {
        // In the middle between the last that is flagged and the first that is not.
        assertThat(FIVE.sameShare()).isEqualTo(FIVE.at(0.55));
        assertThat(FIVE.bestF1().threshold()).isEqualTo(0.2);
        assertThat(FIVE.at(FIVE.bestF1().threshold())).isEqualTo(FIVE.bestF1());
        assertThat(FIVE.lowestOfPrecision(0.9).orElseThrow().threshold()).isEqualTo(0.9);
        assertThat(FIVE.lowestOfPrecision(0.7).orElseThrow().threshold()).isEqualTo(0.3);
        assertThat(new Thresholds(List.of(new Scored(0.5, false))).lowestOfPrecision(0.5))
                .isEmpty();
    }

    @Test
    void noThresholdHasABetterF1ThanTheBest() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var rows = new ArrayList<Scored>();
            for (int i = 0; i < 60; i++) rows.add(new Scored(random.nextInt(20) / 20.0, random.nextBoolean()));
            var thresholds = new Thresholds(rows);
            for (int i = 0; i <= 100; i++)
                assertThat(thresholds.at(i / 100.0).f1())
                        .isLessThanOrEqualTo(thresholds.bestF1().f1() + 1e-12);
        }
    }

    @Test
    void thePrecisionsIntervalIsWilsons() {
        // 9 of 10: from 0.596, as tables have it.
        var rows = new ArrayList<Scored>();
        for (int i = 0; i < 10; i++) rows.add(new Scored(0.9, i > 0));
        assertThat(new Thresholds(rows).at(0.5).leastPrecision()).isCloseTo(0.596, within(0.001));
    }

    @Test
    void wantsARow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(List.of()));
    }
}
