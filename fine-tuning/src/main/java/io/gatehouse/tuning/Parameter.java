package io.gatehouse.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Numbers that are learned, by Adam with decoupled decay (Loshchilov and Hutter, 2019). They live as long as the manager they were made
 * by.
 */
final class Parameter {
    private static final float FIRST_MOMENT = 0.9f;
    private static final float SECOND_MOMENT = 0.999f;
    private static final float EPSILON = 1e-8f;

    /** DJL's word for none. */
    private static final float NO_CLIPPING = -1;

    final NDArray value;
    private final NDArray mean;
    private final NDArray variance;
    private final float decay;
    private int steps;

    /** @param decay how fast it is drawn to nought, beside its rate */
    Parameter(NDManager manager, float[] values, Shape shape, float decay) {
        this.value = manager.create(values, shape);
        this.mean = manager.zeros(shape);
        this.variance = manager.zeros(shape);
        this.decay = decay;
        value.setRequiresGradient(true);
    }

    double gradientLength() {
        try (NDArray gradient = value.getGradient();
                NDArray length = gradient.norm()) {
            return length.getFloat();
        }
    }

    /** Takes a step against the gradient, times a scale, and forgets it. */
    void step(double rate, double scale) {
        steps++;
        double corrected = rate * Math.sqrt(1 - Math.pow(SECOND_MOMENT, steps)) / (1 - Math.pow(FIRST_MOMENT, steps));
        try (NDArray gradient = value.getGradient()) {
            value.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(value, gradient, mean, variance),
                            new NDList(value),
                            (float) rate,
                            (float) corrected,
                            decay,
                            (float) scale,
                            NO_CLIPPING,
                            FIRST_MOMENT,
                            SECOND_MOMENT,
                            EPSILON,
                            false,
                            true);
        }
    }
}
