package io.gatehouse.service.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long PAUSE = Circuit.OPEN_FOR.toNanos();

    private final Circuit circuit = new Circuit();

    private void fail(int times, long at) {
        for (int i = 0; i < times; i++) circuit.failed(at);
    }

    @Test
    void opensAfterFailuresOnEnd() {
        fail(Circuit.OPENS_AFTER - 1, 0);
        assertThat(circuit.admits(1)).isTrue();
        circuit.succeeded();
        fail(Circuit.OPENS_AFTER - 1, 0);
        assertThat(circuit.admits(1)).isTrue();
        assertThat(circuit.failed(0)).isTrue();
        assertThat(circuit.admits(1)).isFalse();
    }

    @Test
    void triesOnceWhenThePauseIsOver() {
        fail(Circuit.OPENS_AFTER, 0);
        assertThat(circuit.admits(PAUSE - 1)).isFalse();
        assertThat(circuit.admits(PAUSE)).isTrue();
        assertThat(circuit.admits(PAUSE)).as("one tries").isFalse();
        circuit.failed(PAUSE);
        assertThat(circuit.admits(2 * PAUSE - 1)).isFalse();
        assertThat(circuit.admits(2 * PAUSE)).isTrue();
        circuit.succeeded();
        assertThat(circuit.admits(2 * PAUSE)).isTrue();
    }

    @Test
    void aTryThatDecidedNothingIsFollowedByAnother() {
        fail(Circuit.OPENS_AFTER, 0);
        assertThat(circuit.admits(PAUSE)).isTrue();
        circuit.undecided();
        assertThat(circuit.admits(PAUSE)).isTrue();
    }
}
