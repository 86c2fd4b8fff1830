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
    private static final int SIDE = 480;
    private static final byte[] WAVES = waves();

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
        try (var arena = Arena.ofConfined()) {
            var stored = arena.allocate(SIDE * SIDE);
            var turned = arena.allocate(SIDE * SIDE);
            for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++) {
                    byte value = WAVES[y * SIDE + x];
                    int toX = shown.fromRight() ? SIDE - 1 - x : x;
                    int toY = shown.fromBottom() ? SIDE - 1 - y : y;
                    int at = shown.transposes() ? toX * SIDE + toY : toY * SIDE + toX;
                    stored.set(ValueLayout.JAVA_BYTE, (long) y * SIDE + x, value);
                    turned.set(ValueLayout.JAVA_BYTE, at, value);
                }
            var expected = hash(new FrameHasher(SIDE, SIDE), turned);
            var hashed = hash(new FrameHasher(SIDE, SIDE, shown.form()), stored);
            assertThat(hashed.distance(expected)).isLessThanOrEqualTo(2);
        }
    }

    /** As in a photograph, long ones are strong. */
    private static byte[] waves() {
        var random = new Random(11);
        var sums = new double[SIDE * SIDE];
        for (int i = 0; i < 120; i++) {
            double across = random.nextInt(17) * Math.PI / SIDE;
            double down = random.nextInt(17) * Math.PI / SIDE;
            double strength = 3 * random.nextGaussian() / (0.2 + across * down * SIDE);
            double phase = random.nextDouble(2 * Math.PI);
            for (int at = 0; at < sums.length; at++)
                sums[at] += strength * Math.cos(across * (at % SIDE) + down * (at / SIDE) + phase);
        }
        var bytes = new byte[sums.length];
        for (int at = 0; at < sums.length; at++) bytes[at] = (byte) Math.clamp(128 + sums[at], 0, 255);
        return bytes;
    }

    private static PdqHash hash(FrameHasher hasher, MemorySegment plane) {
        return hasher.hash(plane, SIDE, FrameHasher.Levels.FULL).hash();
    }
}
