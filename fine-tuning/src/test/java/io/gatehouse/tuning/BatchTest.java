package io.gatehouse.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final List<long[]> PIECES = new Random(3)
            .ints(1_000, 2, 64)
            .mapToObj(length -> new long[length])
            .toList();

    @Test
    void everyTextIsReadOnceAndBesideTextsOfItsLength() {
        var batches = Batch.shuffled(PIECES, 8, new Random(1));
        assertThat(batches.stream()
                        .flatMapToInt(batch -> IntStream.of(batch.texts()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, PIECES.size()).toArray());
        long read = batches.stream()
                .mapToLong(batch -> (long) batch.count() * batch.length())
                .sum();
        long wanted = PIECES.stream().mapToLong(of -> of.length).sum();
        assertThat((double) read / wanted).isBetween(1.0, 1.06);
        assertThat(batches.stream().map(Batch::length).toList())
                .isNotEqualTo(Batch.shuffled(PIECES, 8, new Random(2)).stream()
                        .map(Batch::length)
                        .toList());
    }

    @Test
    void ratesRiseAndFallToNought() {
        assertThat(Recipe.share(0, 100)).isLessThan(0.2);
        assertThat(Recipe.share(5, 100)).isGreaterThan(0.98);
        assertThat(Recipe.share(52, 100)).isBetween(0.48, 0.52);
        assertThat(Recipe.share(99, 100)).isZero();
    }
}
