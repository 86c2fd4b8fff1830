package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.ReportTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell that another version has otherwise.
 *
 * @param row as a spreadsheet counts it, in the new version; in the old one of what is gone
 * @param before empty where the row is new
 * @param after empty where the row is gone
 */
record Change(String sheet, int row, String column, String before, String after) {
    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("sheet", sheet);
        tree.put("row", row);
        tree.put("column", column);
        tree.put("before", before);
        tree.put("after", after);
        return tree;
    }

    @Override
    public String toString() {
        return sheet + ", row " + row + ", " + column + ": " + (before.isEmpty() ? "nothing" : before) + " before, "
                + (after.isEmpty() ? "nothing" : after) + " now";
    }

    /** Rows are the same where what they are about is. */
    static List<Change> between(String oldCsv, ReportTable now) {
        var sheet = now.sheet();
        var header = sheet.header();
        var before = rows(CsvRows.of(oldCsv).stream().skip(1).toList(), sheet.keys().size());
        var after = rows(now.written(), sheet.keys().size());
        var changes = new ArrayList<Change>();
        after.forEach((key, place) -> {
            var old = before.remove(key);
            for (int i = sheet.keys().size(); i < header.size(); i++) {
                String was = old == null || i >= old.cells().size() ? "" : old.cells().get(i);
                if (!was.equals(place.cells().get(i)))
                    changes.add(new Change(
                            sheet.name(), place.row(), header.get(i), was, place.cells().get(i)));
            }
        });
        before.forEach((_, place) -> {
            for (int i = sheet.keys().size(); i < Math.min(header.size(), place.cells().size()); i++)
                if (!place.cells().get(i).isEmpty())
                    changes.add(new Change(
                            sheet.name(), place.row(), header.get(i), place.cells().get(i), ""));
        });
        return changes;
    }

    private record Place(int row, List<String> cells) {}

    private static Map<List<String>, Place> rows(List<List<String>> rows, int keys) {
        var found = new LinkedHashMap<List<String>, Place>();
        var seen = new HashMap<List<String>, Integer>();
        for (int i = 0; i < rows.size(); i++) {
            var key = new ArrayList<>(rows.get(i).subList(0, Math.min(keys, rows.get(i).size())));
            // Rows of several systems are about the same: the first is the first.
            key.add("#" + seen.merge(List.copyOf(key), 1, Integer::sum));
            found.put(List.copyOf(key), new Place(i + 2, rows.get(i)));
        }
        return found;
    }
}
