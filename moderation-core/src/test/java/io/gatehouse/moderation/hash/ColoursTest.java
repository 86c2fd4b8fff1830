package io.gatehouse.moderation.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

    /** Beside each other or one by one: the same values. */
    @Test
    void everySecondPixelIsTheOneOfAnyPixels() {
        var random = new SplittableRandom(17);
        for (int coarse : new int[] {1, 8, 61, 512})
            for (int shift : new int[] {2, 4})
                for (Colours colours : List.of(new PlainColours(), new VectorColours())) {
                    int width = 2 * coarse;
                    var plane = MemorySegment.ofArray(bytes(random, 3 * width));
                    var blue = mixed(new PlainColours(), plane, coarse, shift);
                    var red = mixed(new PlainColours(), plane, coarse, 4 - shift);
                    assertThat(mixed(colours, plane, coarse, shift)).isEqualTo(blue);
                    var near = IntStream.rangeClosed(1, coarse).toArray();
                    var far = IntStream.range(0, coarse).toArray();
                    var rounding = new int[coarse];
                    Arrays.fill(rounding, shift == 4 ? 8 : 1);
                    var mixedBlue = new int[coarse];
                    var mixedRed = new int[coarse];
                    new PlainColours().mix(blue, near, far, rounding, shift, mixedBlue);
                    new PlainColours().mix(red, near, far, rounding, shift, mixedRed);
                    var bright = IntStream.range(0, coarse)
                            .map(i -> plane.get(ValueLayout.JAVA_BYTE, width + 2L * i) & 0xff)
                            .toArray();
                    var seconds = new int[coarse];
                    colours.everySecond(plane, width, seconds);
                    assertThat(seconds).isEqualTo(bright);
                    var neighbours = new int[coarse];
                    colours.mixNeighbours(blue, rounding[0], shift, neighbours);
                    assertThat(neighbours).isEqualTo(mixedBlue);
                    colours.mixNeighbours(red, rounding[0], shift, neighbours);
                    assertThat(neighbours).isEqualTo(mixedRed);
                }
    }

    private static int[] mixed(Colours colours, MemorySegment plane, int coarse, int shift) {
        var mixed = new int[coarse + 2];
        colours.mixRows(plane, 1, coarse, coarse, shift / 2, shift == 4 ? 0 : 2, mixed);
        return mixed;
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
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
