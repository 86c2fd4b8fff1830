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
                    int rounding = shift == 4 ? 8 : 1;
                    var mixedBlue = IntStream.range(0, coarse)
                            .map(i -> (3 * blue[i + 1] + blue[i] + rounding) >> shift)
                            .toArray();
                    var mixedRed = IntStream.range(0, coarse)
                            .map(i -> (3 * red[i + 1] + red[i] + rounding) >> shift)
                            .toArray();
                    var bright = IntStream.range(0, coarse)
                            .map(i -> plane.get(ValueLayout.JAVA_BYTE, width + 2L * i) & 0xff)
                            .toArray();
                    var seconds = new int[coarse];
                    colours.everySecond(plane, width, seconds);
                    assertThat(seconds).isEqualTo(bright);
                    var neighbours = new int[coarse];
                    colours.mixNeighbours(blue, rounding, shift, neighbours);
                    assertThat(neighbours).isEqualTo(mixedBlue);
                    colours.mixNeighbours(red, rounding, shift, neighbours);
                    assertThat(neighbours).isEqualTo(mixedRed);
                }
    }

    /** By twos or one by one: the same brightness. */
    @Test
    void pixelsByTwosAreThoseOneByOne() {
        var random = new SplittableRandom(18);
        for (int width : new int[] {1, 2, 15, 16, 17, 123, 1_263})
            for (boolean isHalvedDown : new boolean[] {false, true})
                for (Colours colours : List.of(new PlainColours(), new VectorColours())) {
                    int coarse = (width + 1) / 2;
                    int shift = isHalvedDown ? 4 : 2;
                    var blue = random.ints(coarse + 2, 0, isHalvedDown ? 4 * 256 - 3 : 256)
                            .toArray();
                    var red = random.ints(coarse + 2, 0, isHalvedDown ? 4 * 256 - 3 : 256)
                            .toArray();
                    var plane = bytes(random, width + 3);
                    var columns = random.ints(100, 0, width).toArray();
                    var bright = new int[columns.length];
                    var blueness = new int[columns.length];
                    var redness = new int[columns.length];
                    for (int i = 0; i < columns.length; i++) {
                        int odd = columns[i] & 1;
                        int near = columns[i] / 2 + 1;
                        // The next nearest lies before an even column and behind an odd one.
                        int far = near - 1 + 2 * odd;
                        int rounding = isHalvedDown ? 8 - odd : 1 + odd;
                        bright[i] = plane[3 + columns[i]] & 0xff;
                        blueness[i] = (3 * blue[near] + blue[far] + rounding) >> shift;
                        redness[i] = (3 * red[near] + red[far] + rounding) >> shift;
                    }
                    var expected = new float[columns.length + 2];
                    new PlainColours().luma(bright, blueness, redness, expected, 2);
                    var brightPairs = new int[coarse];
                    var colourPairs = new int[coarse];
                    colours.pairs(MemorySegment.ofArray(plane), 3, width, brightPairs);
                    colours.mixPairs(blue, red, isHalvedDown ? 8 : 1, isHalvedDown ? 7 : 2, shift, colourPairs);
                    var luma = new float[columns.length + 2];
                    var pair = Arrays.stream(columns).map(column -> column / 2).toArray();
                    var bits = Arrays.stream(columns)
                            .map(column -> 8 * (column & 1))
                            .toArray();
                    colours.luma(brightPairs, colourPairs, pair, bits, luma, 2);
                    assertThat(luma).as("width %d", width).isEqualTo(expected);
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
