package io.gatehouse.moderation.classifier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a model's numbers become probabilities. */
enum LabelOutput {
    /** Each by itself: labels may hold together. */
    SIGMOID {
        @Override
        double[] probabilities(float[] numbers) {
            var probabilities = new double[numbers.length];
            for (int i = 0; i < numbers.length; i++) probabilities[i] = CompactTextClassifier.sigmoid(numbers[i]);
            return probabilities;
        }

        @Override
        double together(double one, double other) {
            return Math.max(one, other);
        }
    },
    /** Of all together: one label holds, so that two of one category are the one or the other. */
    SOFTMAX {
        @Override
        double[] probabilities(float[] numbers) {
            double highest = Double.NEGATIVE_INFINITY;
            for (float number : numbers) highest = Math.max(highest, number);
            var probabilities = new double[numbers.length];
            double sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                probabilities[i] = StrictMath.exp(numbers[i] - highest);
                sum += probabilities[i];
            }
            for (int i = 0; i < numbers.length; i++) probabilities[i] /= sum;
            return probabilities;
        }

        @Override
        double together(double one, double other) {
            // A sum of what is rounded may be above 1 by a last digit.
            return Math.min(1, one + other);
        }
    };

    /** The name used in the list of models. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LabelOutput> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(output -> output.wireName().equals(name))
                .findFirst();
    }

    /** One in [0, 1] for each number. */
    abstract double[] probabilities(float[] numbers);

    /** The probability of a category that two labels mean. */
    abstract double together(double one, double other);
}
