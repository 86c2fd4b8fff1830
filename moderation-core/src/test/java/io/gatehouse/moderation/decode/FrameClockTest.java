package io.gatehouse.moderation.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FrameClockTest {
    private static long[] shown(long usual, long... said) {
        var clock = new FrameClock(usual);
        return Arrays.stream(said).map(clock::next).toArray();
    }

    @Test
    void takesTimesThatGoOnAsTheyAre() {
        assertThat(shown(40_000, 0, 40_000, 41_000, 9_000_000)).containsExactly(0, 40_000, 41_000, 9_000_000);
    }

    @Test
    void framesInAWrongOrderMoveNoOther() {
        assertThat(shown(40_000, 0, 80_000, 40_000, 160_000, 120_000, 240_000))
                .containsExactly(0, 80_000, 80_000, 160_000, 160_000, 240_000);
    }

    @Test
    void goesOnWhereTimesBeginAnew() {
        assertThat(shown(40_000, 0, 5_000_000, 40_000, 80_000, 120_000))
                .containsExactly(0, 5_000_000, 5_040_000, 5_080_000, 5_120_000);
    }

    @Test
    void goesOnWhereTimesStandStill() {
        var shown = shown(0, LongStream.generate(() -> 7).limit(100).toArray());
        assertThat(shown).isSorted();
        assertThat(shown[99]).isBetween(90L * 40_000, 100L * 40_000);
    }
}
