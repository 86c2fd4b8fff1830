package io.gatehouse.moderation.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.hash.FrameHasher;
import io.gatehouse.moderation.hash.PdqHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {
    private static final int SIDE = 128;

    @Test
    void readsMatrices() {
        assertThat(Orientation.of(1, 0, 0, 1)).isEqualTo(Orientation.NORMAL);
        assertThat(Orientation.of(0, 1, -1, 0)).isEqualTo(Orientation.QUARTER_TURN);
        assertThat(Orientation.of(-1, 0, 0, -1)).isEqualTo(Orientation.HALF_TURN);
        assertThat(Orientation.of(0, -1, 1, 0)).isEqualTo(Orientation.THREE_QUARTER_TURN);
        assertThat(Orientation.of(-1, 0, 0, 1)).isEqualTo(Orientation.MIRRORED);
        assertThat(Orientation.of(1, 0, 0, -1)).isEqualTo(Orientation.UPSIDE_DOWN);
    }

    /** A frame hashed as it is turned has the hash of the turned frame. */
    @ParameterizedTest
    @EnumSource(Orientation.class)
    void hashesFramesAsTheyAreShown(Orientation shown) {
        var waves = waves();
        try (var arena = Arena.ofConfined()) {
            var stored = arena.allocate(SIDE * SIDE);
            var turned = arena.allocate(SIDE * SIDE);
            for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++) {
                    byte value = (byte) waves.at(x, y);
                    int toX = shown.fromRight() ? SIDE - 1 - x : x;
                    int toY = shown.fromBottom() ? SIDE - 1 - y : y;
                    int at = shown.transposes() ? toX * SIDE + toY : toY * SIDE + toX;
                    stored.set(ValueLayout.JAVA_BYTE, (long) y * SIDE + x, value);
                    turned.set(ValueLayout.JAVA_BYTE, at, value);
                }
            var expected = hash(new FrameHasher(SIDE, SIDE), turned);
            var hashed = hash(new FrameHasher(SIDE, SIDE, shown.form()), stored);
            assertThat(hashed.distance(expected)).isLessThanOrEqualTo(8);
        }
    }

    /** Brightness of a point. */
    @FunctionalInterface
    private interface Waves {
        int at(int x, int y);
    }

    /** As in a photograph, long ones are strong. */
    private static Waves waves() {
        var random = new Random(11);
        var strength = new double[17][17];
        var phase = new double[17][17];
        for (int i = 0; i < 17; i++)
            for (int j = 0; j < 17; j++) {
                strength[i][j] = 60 * random.nextGaussian() / (1 + i + j);
                phase[i][j] = random.nextDouble(2 * Math.PI);
            }
        return (x, y) -> {
            double sum = 128;
            for (int i = 0; i < 17; i++)
                for (int j = 0; j < 17; j++)
                    sum += strength[i][j] * Math.cos(Math.PI * (i * x + j * y) / SIDE + phase[i][j]);
            return (int) Math.clamp(sum, 0, 255);
        };
    }

    private static PdqHash hash(FrameHasher hasher, MemorySegment plane) {
        return hasher.hash(plane, SIDE, FrameHasher.Levels.FULL).hash();
    }
}
