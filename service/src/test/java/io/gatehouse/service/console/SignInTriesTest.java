package io.gatehouse.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignInTriesTest {
    private final MovedClock clock = new MovedClock();
    private final SignInTries tries = new SignInTries(clock);

    @Test
    void anAddressWaitsAMinuteAfterTooManyWrongKeysAndOthersDoNot() {
        for (int i = 0; i < SignInTries.MOST; i++) {
            assertThat(tries.isAllowed("192.0.2.1")).isTrue();
            tries.wasWrong("192.0.2.1");
        }
        assertThat(tries.isAllowed("192.0.2.1")).isFalse();
        assertThat(tries.isAllowed("192.0.2.2")).isTrue();
        clock.move(SignInTries.WINDOW);
        assertThat(tries.isAllowed("192.0.2.1")).isTrue();
    }

    @Test
    void aFloodOfAddressesFillsNoMemoryAndLetsNobodyNewTry() {
        for (int i = 0; i < SignInTries.MOST_ADDRESSES; i++) tries.wasWrong("address " + i);
        assertThat(tries.isAllowed("192.0.2.1")).isFalse();
        assertThat(tries.isAllowed("address 1")).isTrue();
    }
}
