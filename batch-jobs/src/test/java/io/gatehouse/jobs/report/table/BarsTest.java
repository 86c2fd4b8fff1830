package io.gatehouse.jobs.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.report.table.FigureTable.Chart;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BarsTest {
    private static List<Figure> row(String region, String surface, String basis, long number) {
        return List.of(Figure.of(region), Figure.of(surface), Figure.of(basis), Figure.of(number));
    }

    private static List<String> labels(List<List<Figure>> rows) {
        var chart = new Chart("Messages", 1, 3);
        var table = new FigureTable(
                "volume",
                "Messages",
                List.of(
                        Column.text("region", "Region"),
                        Column.text("surface", "Surface"),
                        Column.text("basis", "Basis"),
                        Column.count("messages", "Messages")),
                rows,
                "",
                Optional.of(chart));
        return Bars.of(table, chart, Locale.ENGLISH).bars().stream()
                .map(Bars.Bar::label)
                .toList();
    }

    @Test
    void labelsSayWhatTellsRowsApart() {
        assertThat(labels(List.of(
                        row("eu-west-1", "group", "a basis that all have in common", 9),
                        row("uk", "group", "a basis that all have in common", 8),
                        row("uk", "direct_message", "a basis that all have in common", 7))))
                .containsExactly("eu-west-1, group", "uk, group", "uk, direct_message");
        assertThat(labels(List.of(row("uk", "group", "a basis", 8)))).containsExactly("group");
    }

    private static List<Double> lengths(Column column, Figure... figures) {
        var chart = new Chart("Chart", 0, 1);
        var rows = Arrays.stream(figures)
                .map(figure -> List.of(Figure.of("row"), figure))
                .toList();
        var table = new FigureTable(
                "lengths", "Lengths", List.of(Column.text("row", "Row"), column), rows, "", Optional.of(chart));
        return Bars.of(table, chart, Locale.ENGLISH).bars().stream()
                .map(Bars.Bar::length)
                .toList();
    }

    @Test
    void aThirdIsNoWholeBarAndTheLargestCountIsOne() {
        assertThat(lengths(Column.share("share", "Share"), Figure.of(0.25), Figure.of(0.125)))
                .containsExactly(0.25, 0.125);
        assertThat(lengths(Column.count("count", "Count"), Figure.of(8L), Figure.of(2L)))
                .containsExactly(1.0, 0.25);
    }
}
