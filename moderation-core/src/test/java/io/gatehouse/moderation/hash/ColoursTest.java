package io.gatehouse.moderation.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColoursTest {
    @Test
    void vectorsGiveThePlainColours() {
        var random = new SplittableRandom(15);
        for (int width : new int[] {1, 8, 61, 512}) {
            var values = random.ints(300, 0, 256 * 4).toArray();
            var near = random.ints(width, 0, 300).toArray();
            var far = random.ints(width, 0, 300).toArray();
            var rounding = random.ints(width, 0, 9).toArray();
            var plain = new int[width];
            var vector = new int[width];
            new PlainColours().mix(values, near, far, rounding, 4, plain);
            new VectorColours().mix(values, near, far, rounding, 4, vector);
            assertThat(vector).isEqualTo(plain);
            var bright = random.ints(width, 0, 256).toArray();
            var blue = random.ints(width, 0, 256).toArray();
            var red = random.ints(width, 0, 256).toArray();
            var plainLuma = new float[width + 3];
            var vectorLuma = new float[width + 3];
            new PlainColours().luma(bright, blue, red, plainLuma, 2);
            new VectorColours().luma(bright, blue, red, vectorLuma, 2);
            assertThat(vectorLuma).isEqualTo(plainLuma);
        }
    }

    @Test
    void theMedianIsThatOfSortedValues() {
        var random = new SplittableRandom(16);
        for (int i = 0; i < 2_000; i++) {
            var values = new float[256];
            float[] few = {-0f, 0f, 1, -1, 1e30f, -1e-30f};
            for (int j = 0; j < values.length; j++)
                values[j] = i % 3 == 0
                        ? few[random.nextInt(few.length)]
                        : (float) (random.nextDouble() - 0.5) * (1 << random.nextInt(20));
            var sorted = values.clone();
            Arrays.sort(sorted);
            assertThat(Median.lower(values)).isEqualTo(sorted[127]);
        }
    }
}
