package io.gatehouse.service.rights;

import io.gatehouse.jobs.report.TableReport;
import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The record of processing activities as tables, a section each. */
@Component
final class ProcessingTables implements TableReport {
    private final ProcessingRecord record;

    ProcessingTables(ProcessingRecord record) {
        this.record = record;
    }

    @Override
    public String name() {
        return "processing";
    }

    @Override
    public String title() {
        return "Record of processing activities";
    }

    @Override
    public String source() {
        return "GDPR Art. 30(1)";
    }

    @Override
    public List<String> notes() {
        return List.of(
                "As configured now, whatever the time asked for. To be added by hand: name and contact of the controller, of its"
                        + " representative and of the data protection officer (Art. 30(1)(a)).");
    }

    @Override
    public List<FigureTable> tables(Wanted wanted) {
        var tables = new ArrayList<FigureTable>();
        if (record.tree().get("sections") instanceof List<?> sections)
            for (var section : sections)
                if (section instanceof Map<?, ?> fields) tables.add(table(tables.size() + 1, fields));
        return tables;
    }

    private static FigureTable table(int number, Map<?, ?> section) {
        var rows = new ArrayList<Map<?, ?>>();
        var names = new LinkedHashSet<String>();
        if (section.get("rows") instanceof List<?> all)
            for (var each : all)
                if (each instanceof Map<?, ?> row) {
                    rows.add(row);
                    row.keySet().forEach(name -> names.add(name.toString()));
                }
        String title = String.valueOf(section.get("title"));
        return new FigureTable(
                "section-" + number,
                title + " (" + section.get("article") + ")",
                names.isEmpty()
                        ? List.of(Column.text("nothing", "Nothing is configured"))
                        : names.stream()
                                .map(name -> Column.text(
                                        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"), name))
                                .toList(),
                rows.stream().map(row -> figures(row, List.copyOf(names))).toList(),
                "drawn from " + section.get("source"),
                Optional.empty());
    }

    private static List<Figure> figures(Map<?, ?> row, List<String> names) {
        return names.stream()
                .map(name -> Figure.of(row.get(name) == null ? "" : String.valueOf(row.get(name))))
                .toList();
    }
}
