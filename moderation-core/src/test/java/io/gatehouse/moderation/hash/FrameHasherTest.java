package io.gatehouse.moderation.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHasherTest {
    @ParameterizedTest
    @CsvSource({"640, 480", "320, 240", "129, 65", "64, 64", "70, 1000", "1280, 721", "17, 33"})
    void hashesABrightnessPlaneAsPdqDoes(int width, int height) {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 5; i++) {
            byte[] grey = clouds(width, height, random);
            var exact = new PdqHasher(width, height).hash(Luma.ofGrey(width, height, grey));
            var hashed = hash(width, height, grey, width + 13, FrameHasher.Levels.FULL);
            // Sums are taken in another order: a bit beside the median may fall to its other side.
            assertThat(hashed.hash().distance(exact.hash())).isLessThanOrEqualTo(2);
            assertThat(hashed.quality()).isBetween(exact.quality() - 1, exact.quality() + 1);
        }
    }

    @Test
    void takesVideoLevelsForWhatTheyMean() {
        var random = new SplittableRandom(12);
        byte[] grey = clouds(320, 240, random);
        var video = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) video[i] = (byte) Math.round(16 + (grey[i] & 0xff) * 219 / 255f);
        var full = hash(320, 240, grey, 320, FrameHasher.Levels.FULL);
        var levelled = hash(320, 240, video, 320, FrameHasher.Levels.VIDEO);
        assertThat(levelled.hash().distance(full.hash())).isLessThanOrEqualTo(4);
        assertThat(levelled.quality()).isBetween(full.quality() - 2, full.quality() + 2);
    }

    @Test
    void hasNoHashForATinyFrame() {
        assertThat(hash(4, 300, new byte[1200], 4, FrameHasher.Levels.FULL))
                .isEqualTo(new HashedPicture(PdqHash.EMPTY, 0));
    }

    @Test
    void vectorsGiveThePlainSums() {
        var random = new SplittableRandom(13);
        byte[] grey = clouds(203, 90, random);
        try (var arena = Arena.ofConfined()) {
            var plane = arena.allocate(grey.length);
            plane.copyFrom(MemorySegment.ofArray(grey));
            var plain = new float[203];
            var vector = new float[203];
            float[] weights = {0.25f, 0.5f, 0.25f};
            new PlainPlaneRows().weigh(plane, 203, 5, weights, FrameHasher.Levels.VIDEO, plain);
            new VectorPlaneRows().weigh(plane, 203, 5, weights, FrameHasher.Levels.VIDEO, vector);
            for (int i = 0; i < plain.length; i++)
                assertThat(vector[i]).isCloseTo(plain[i], org.assertj.core.data.Offset.offset(1e-3f));
        }
    }

    @Test
    void wholeWeightsGiveTheSumsOfTheirFractions() {
        var random = new SplittableRandom(17);
        for (int height : new int[] {64, 130, 720, 1080, 2048}) {
            var grey = new byte[40 * height];
            random.nextBytes(grey);
            var down = TentWeights.of(height);
            int whole = 0;
            try (var arena = Arena.ofConfined()) {
                var plane = arena.allocate(grey.length);
                plane.copyFrom(MemorySegment.ofArray(grey));
                for (var levels : FrameHasher.Levels.values()) {
                    for (int part = 0; part < 64; part++) {
                        short[] counts = down.counts(part);
                        if (counts.length == 0) continue;
                        whole++;
                        var fractions = new float[40];
                        var plain = new float[40];
                        var vector = new float[40];
                        new PlainPlaneRows().weigh(plane, 40, down.first(part), down.weights(part), levels, fractions);
                        new PlainPlaneRows().weigh(plane, 40, down.first(part), counts, down.unit(part), levels, plain);
                        new VectorPlaneRows()
                                .weigh(plane, 40, down.first(part), counts, down.unit(part), levels, vector);
                        assertThat(vector).isEqualTo(plain);
                        assertThat(plain).containsExactly(fractions, org.assertj.core.data.Offset.offset(1e-2f));
                    }
                }
            }
            assertThat(whole).as(height + " rows").isGreaterThan(2 * 58);
        }
        for (short[] counts : new short[][] {TentWeights.of(4320).counts(30)})
            assertThat(counts).isEmpty();
    }

    @Test
    void narrowsAndTransformsToTheLastBitInEveryWay() {
        var random = new SplittableRandom(18);
        for (int width : new int[] {5, 64, 203, 1280}) {
            var tile = new float[width * PlaneRows.LANES];
            for (int i = 0; i < tile.length; i++) tile[i] = 255 * (float) random.nextDouble();
            var across = TentWeights.of(width);
            var plain = new float[64 * 64];
            var vector = new float[64 * 64];
            for (int row = 0; row < 64; row += PlaneRows.LANES) {
                new PlainPlaneRows().narrow(tile, across, 1.16f, plain, row);
                new VectorPlaneRows().narrow(tile, across, 1.16f, vector, row);
            }
            assertThat(vector).isEqualTo(plain);
            assertThat(CosineTransform.apply(plain)).isEqualTo(CosineTransform.plainly(plain));
        }
    }

    @Test
    void sumsColoursToTheLastBitInEveryWay() {
        var random = new SplittableRandom(14);
        for (int width : new int[] {5, 67, 203, 640}) {
            int height = width == 640 ? 360 : 90;
            var rgba = new byte[4 * width * height];
            random.nextBytes(rgba);
            try (var arena = Arena.ofConfined()) {
                var plane = arena.allocate(rgba.length);
                plane.copyFrom(MemorySegment.ofArray(rgba));
                var plain = new float[width];
                var vector = new float[width];
                new PlainPlaneRows().luma(plane, 4L * width, plain, 0, width);
                new VectorPlaneRows().luma(plane, 4L * width, vector, 0, width);
                assertThat(vector).isEqualTo(plain);
                var rows = new float[7 * width];
                for (int i = 0; i < rows.length; i++) rows[i] = 255 * (float) random.nextDouble();
                float[] weights = {0.1f, 0.2f, 0.4f, 0.2f, 0.07f, 0.03f};
                new PlainPlaneRows().weigh(rows, 4, 7, weights, plain);
                new VectorPlaneRows().weigh(rows, 4, 7, weights, vector);
                assertThat(vector).isEqualTo(plain);
                assertThat(new FrameHasher(width, height).hashRgba(plane, 4L * width))
                        .isEqualTo(naively(width, height, rgba));
            }
        }
    }

    /** Row after row, each as often as it counts. */
    private static HashedPicture naively(int width, int height, byte[] rgba) {
        var across = TentWeights.of(width);
        var down = TentWeights.of(height);
        var small = new float[64 * 64];
        for (int row = 0; row < 64; row++) {
            var sums = new float[width];
            for (int i = 0; i < down.weights(row).length; i++)
                for (int x = 0; x < width; x++) {
                    int at = 4 * ((down.first(row) + i) * width + x);
                    sums[x] +=
                            down.weights(row)[i] * Luma.of(rgba[at] & 0xff, rgba[at + 1] & 0xff, rgba[at + 2] & 0xff);
                }
            for (int column = 0; column < 64; column++) small[row * 64 + column] = across.mean(sums, column);
        }
        return PdqHasher.ofSmall(small);
    }

    private static HashedPicture hash(int width, int height, byte[] grey, int stride, FrameHasher.Levels levels) {
        try (var arena = Arena.ofConfined()) {
            var plane = arena.allocate((long) stride * height);
            for (int y = 0; y < height; y++)
                MemorySegment.copy(grey, y * width, plane, ValueLayout.JAVA_BYTE, (long) y * stride, width);
            return new FrameHasher(width, height).hash(plane, stride, levels);
        }
    }

    /** Bright and dark spots of all sizes. */
    private static byte[] clouds(int width, int height, SplittableRandom random) {
        var grey = new byte[width * height];
        var waves = new double[12][];
        for (int i = 0; i < waves.length; i++)
            waves[i] =
                    new double[] {random.nextDouble(30) / width, random.nextDouble(30) / height, random.nextDouble(6)};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (var wave : waves) sum += Math.sin(6.28 * (wave[0] * x + wave[1] * y) + wave[2]);
                grey[y * width + x] = (byte) Math.clamp(Math.round(128 + 30 * sum), 0, 255);
            }
        }
        return grey;
    }
}
