package io.gatehouse.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class ParameterTest {
    /** Of y = 3 x0 - 2 x1 the gradient is (3, -2); Adam's first step is one rate against each sign, beside the decay. */
    @Test
    void stepsAsAdamWithDecoupledDecayDoes() {
        try (var manager = NDManager.newBaseManager()) {
            var parameter = new Parameter(manager, new float[] {1, 2}, new Shape(2), 0.5f);
            for (int step = 0; step < 2; step++) {
                try (var inner = manager.newSubManager();
                        var collector = Engine.getInstance().newGradientCollector()) {
                    collector.backward(inner.create(new float[] {3, -2})
                            .mul(parameter.value)
                            .sum());
                }
                assertThat(parameter.gradientLength()).isCloseTo(Math.sqrt(13), within(1e-5));
                parameter.step(0.1, 1);
            }
            // Twice: times 1 - 0.1 * 0.5, and 0.1 against the sign.
            assertThat(parameter.value.toFloatArray()).containsExactly(new float[] {0.7075f, 2f}, within(1e-4f));
        }
    }
}
