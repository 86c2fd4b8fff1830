package io.gatehouse.service.region;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a cell is no longer asked, and when it is again. */
class BreakerTest {
    private final Breaker breaker = new Breaker();

    @Test
    void opensOnlyAfterFailuresOnEnd() {
        for (int n = 0; n < 20; n++) {
            for (int failure = 1; failure < Breaker.OPENS_AFTER; failure++)
                assertThat(breaker.failed()).isFalse();
            assertThat(breaker.succeeded()).isFalse();
        }
        assertThat(breaker.isOpen()).isFalse();
        for (int failure = 1; failure < Breaker.OPENS_AFTER; failure++) breaker.failed();
        assertThat(breaker.failed()).as("this one opens it").isTrue();
        assertThat(breaker.failed()).as("it is open already").isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void closesOnlyAfterAnswersOnEnd() {
        for (int failure = 0; failure < Breaker.OPENS_AFTER; failure++) breaker.failed();
        for (int answer = 1; answer < Breaker.CLOSES_AFTER; answer++) breaker.succeeded();
        breaker.failed();
        for (int answer = 1; answer < Breaker.CLOSES_AFTER; answer++)
            assertThat(breaker.succeeded()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }
}
