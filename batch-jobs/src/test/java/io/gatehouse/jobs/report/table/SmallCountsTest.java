package io.gatehouse.jobs.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whoever has the table, and knows the rule, learns of no small count what it is. */
class SmallCountsTest {
    private static FigureTable table(long... counts) {
        var rows = new ArrayList<List<Figure>>();
        for (int i = 0; i < counts.length; i++)
            rows.add(List.of(Figure.of("row " + i), Figure.of(counts[i]), Figure.share(counts[i], 1_000)));
        long sum = LongStream.of(counts).sum();
        rows.add(List.of(Figure.of(FigureTable.TOTAL), Figure.of(sum), Figure.share(sum, 1_000)));
        return new FigureTable(
                "people",
                "People",
                List.of(Column.text("name", "Name"), Column.count("people", "People"), Column.share("share", "Share")),
                rows,
                "",
                Optional.empty());
    }

    private static List<String> shown(FigureTable table) {
        return table.rows().stream().map(row -> row.get(1).written()).toList();
    }

    @Test
    void aLoneSmallCountTakesAnotherWithIt() {
        var protectedTable = SmallCounts.protect(table(2, 40, 9, 0), "people");
        assertThat(shown(protectedTable)).containsExactly("hidden", "40", "hidden", "0", "51");
        assertThat(protectedTable.rows().getFirst().get(2))
                .as("the share would tell the count")
                .isEqualTo(new Figure.Hidden());
    }

    @Test
    void ofSmallCountsAloneTheTotalIsHiddenToo() {
        assertThat(shown(SmallCounts.protect(table(1, 1), "people"))).containsExactly("hidden", "hidden", "hidden");
        assertThat(shown(SmallCounts.protect(table(3), "people"))).containsExactly("hidden", "hidden");
    }

    @Test
    void whatIsLargeEnoughStays() {
        assertThat(shown(SmallCounts.protect(table(5, 6, 0), "people"))).containsExactly("5", "6", "0", "11");
    }

    @Test
    void noSmallCountFollowsFromTheTotal() {
        long seed = Long.getLong("property.seed", 20261130L);
        var random = new SplittableRandom(seed);
        for (int turn = 0; turn < 2_000; turn++) {
            long[] counts = LongStream.generate(() -> random.nextInt(3) == 0 ? random.nextInt(60) : random.nextInt(8))
                    .limit(random.nextInt(1, 8))
                    .toArray();
            var shown = shown(SmallCounts.protect(table(counts), "people"));
            for (int i = 0; i < counts.length; i++)
                if (counts[i] > 0 && counts[i] < SmallCounts.MINIMUM)
                    assertThat(shown.get(i)).as("seed %d, %s", seed, shown).isEqualTo("hidden");
            if (shown.getLast().equals("hidden")) continue;
            long left = Long.parseLong(shown.getLast());
            int hidden = 0;
            for (int i = 0; i < counts.length; i++)
                if (shown.get(i).equals("hidden")) hidden++;
                else left -= Long.parseLong(shown.get(i));
            // The others are 1 at least: so large may each of them be.
            if (hidden > 0)
                assertThat(left - (hidden - 1))
                        .as("seed %d, %s", seed, shown)
                        .isGreaterThanOrEqualTo(SmallCounts.MINIMUM);
            assertThat(hidden).as("seed %d, %s", seed, shown).isNotEqualTo(1);
        }
    }
}
