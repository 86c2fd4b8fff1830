package io.gatehouse.service.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a run told of itself, whatever it is, as tables of two columns. */
final class SummaryRows {
    /** Of one region; nobody reads more, and the API has the rest. */
    private static final int MOST = 300;

    private SummaryRows() {}

    /** @param isNumber set to the right */
    record Row(String name, String value, boolean isNumber) {}

    /** @param name of a region, mostly */
    record Section(String name, List<Row> rows, boolean isCut) {}

    static List<Section> of(Map<String, Object> summary, Told told) {
        var sections = new ArrayList<Section>();
        summary.forEach((name, facts) -> {
            var rows = new ArrayList<Row>();
            add(rows, "", facts, told);
            boolean isCut = rows.size() > MOST;
            sections.add(new Section(name, isCut ? List.copyOf(rows.subList(0, MOST)) : rows, isCut));
        });
        return sections;
    }

    private static void add(List<Row> rows, String name, Object value, Told told) {
        if (rows.size() > MOST) return;
        switch (value) {
            case Map<?, ?> facts when facts.isEmpty() -> rows.add(new Row(name, "none", false));
            case Map<?, ?> facts ->
                facts.forEach((key, fact) -> {
                    String words = String.valueOf(key).replace('_', ' ');
                    if (fact != null) add(rows, name.isEmpty() ? words : name + ": " + words, fact, told);
                });
            case Collection<?> many when many.isEmpty() -> rows.add(new Row(name, "none", false));
            case Collection<?> many -> {
                int i = 0;
                for (Object each : many) if (each != null) add(rows, name + " " + ++i, each, told);
            }
            case Number number -> rows.add(new Row(name, told.number(number), true));
            case Boolean is -> rows.add(new Row(name, is ? "yes" : "no", false));
            default -> rows.add(new Row(name, value.toString(), false));
        }
    }
}
