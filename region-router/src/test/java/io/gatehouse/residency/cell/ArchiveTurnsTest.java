package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTurnsTest {
    private static final int MOST = 100;

    private static List<Integer> rows(int number) {
        return IntStream.range(0, number).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 100, 4_096})
    void eachRowHasItsTurnOnce(int number) {
        var all = new ArrayList<Integer>();
        for (var turn : ArchiveTurns.of(rows(number), MOST)) {
            assertThat(turn).isNotEmpty().hasSizeLessThanOrEqualTo(MOST);
            all.addAll(turn);
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(rows(number));
    }

    @Test
    void noneTakesMoreOfAPageThanAllBeforeIt() {
        var gone = new HashSet<Integer>();
        for (var turn : ArchiveTurns.of(rows(16), MOST)) {
            assertThat(turn.size()).isLessThanOrEqualTo(Math.max(1, gone.size()));
            gone.addAll(turn);
        }
    }
}
