package io.gatehouse.jobs.report.table;

import io.gatehouse.moderation.report.ReportCsv;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tables as machines read them, and numbers as people do. Pure. */
public final class FigureText {
    private FigureText() {}

    /** RFC 4180; the header has the columns' ids. */
    public static String csv(FigureTable table) {
        var text = new StringBuilder();
        ReportCsv.line(table.columns().stream().map(Column::id).toList(), text);
        for (var row : table.rows())
            ReportCsv.line(row.stream().map(Figure::written).toList(), text);
        return text.toString();
    }

    /** Numbers as numbers, nothing as null, what is hidden as {@value Figure#HIDDEN}. */
    public static Map<String, Object> tree(Figures report) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", report.name());
        tree.put("title", report.title());
        tree.put("source", report.source());
        tree.put("about", report.about());
        tree.put("made_at", report.madeAt().toString());
        tree.put("notes", report.notes());
        var tables = new ArrayList<Map<String, Object>>();
        for (var table : report.tables()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("id", table.id());
            fields.put("title", table.title());
            fields.put("query", table.query());
            fields.put(
                    "columns",
                    table.columns().stream()
                            .map(column -> Map.of(
                                    "id", column.id(),
                                    "title", column.title(),
                                    "kind", column.kind().wireName()))
                            .toList());
            fields.put("rows", table.rows().stream().map(FigureText::values).toList());
            tables.add(fields);
        }
        tree.put("tables", tables);
        return tree;
    }

    private static List<Object> values(List<Figure> row) {
        var values = new ArrayList<Object>();
        for (var figure : row)
            values.add(
                    switch (figure) {
                        case Figure.Blank() -> null;
                        case Figure.Hidden() -> Figure.HIDDEN;
                        case Figure.Words(var text) -> text;
                        case Figure.Count(long count) -> count;
                        case Figure.Amount(var value) -> value;
                    });
        return values;
    }

    /** For people, who read no nanoseconds. */
    static String madeAt(Figures report) {
        return report.madeAt().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String json(Figures report) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree(report)) + "\n";
    }

    /** As a reader of the language writes it. */
    static String shown(Figure figure, Column column, Locale reader) {
        return switch (figure) {
            case Figure.Blank() -> "";
            case Figure.Hidden() -> Figure.HIDDEN;
            case Figure.Words(var text) -> text;
            case Figure.Count(long count) -> format(BigDecimal.valueOf(count), 0, reader);
            case Figure.Amount(var value) ->
                column.kind() == Column.Kind.SHARE ? percent(value, reader) : format(value, 2, reader);
        };
    }

    private static String format(BigDecimal value, int decimals, Locale reader) {
        var format = NumberFormat.getNumberInstance(reader);
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    private static String percent(BigDecimal share, Locale reader) {
        var format = NumberFormat.getPercentInstance(reader);
        format.setMaximumFractionDigits(1);
        return format.format(share);
    }
}
