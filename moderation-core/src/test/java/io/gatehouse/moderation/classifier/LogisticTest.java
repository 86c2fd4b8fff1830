package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticTest {
    @Test
    void agreesWithTheDefinitionAndNeverFalls() {
        double before = 0;
        for (double x = -40; x <= 40; x += 0.0137) {
            double now = Logistic.of(x);
            assertThat(now).as("at %s", x).isCloseTo(1 / (1 + StrictMath.exp(-x)), within(1e-12));
            assertThat(now).as("at %s", x).isGreaterThanOrEqualTo(before).isBetween(0.0, 1.0);
            before = now;
        }
    }

    @Test
    void theFarthestAreNoughtAndOneAsGoodAs() {
        assertThat(Logistic.of(-1e9)).isBetween(0.0, 1e-15);
        assertThat(Logistic.of(1e9)).isBetween(1 - 1e-15, 1.0);
        assertThat(Logistic.of(0)).isEqualTo(0.5);
        assertThat(Logistic.of(Double.NaN)).isNaN();
    }
}
