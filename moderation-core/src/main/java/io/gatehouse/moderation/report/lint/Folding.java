package io.gatehouse.moderation.report.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one finding of many alike, so that a report with one mistake all over is read on one page. Pure. */
final class Folding {
    /** As many alike are told one by one. */
    static final int APART = 5;

    /** Of those that are not, as many are shown beside the first. */
    private static final int EXAMPLES = 2;

    private Folding() {}

    /** In the order of the first of each. */
    static List<Finding> of(List<Finding> findings) {
        Map<String, List<Finding>> alike = new LinkedHashMap<>();
        for (var one : findings)
            alike.computeIfAbsent(one.rule() + "\u0000" + one.sheet(), _ -> new ArrayList<>())
                    .add(one);
        Map<Finding, List<Finding>> folded = new LinkedHashMap<>();
        for (var group : alike.values()) group(group, folded);
        var told = new ArrayList<Finding>();
        var begun = new HashSet<Finding>();
        for (var one : findings) {
            var group = folded.get(one);
            if (group == null) told.add(one);
            else if (group.getFirst().equals(one) && begun.add(one)) told.add(one(group));
        }
        return List.copyOf(told);
    }

    /** @param into each finding that goes into another, with all of these */
    private static void group(List<Finding> group, Map<Finding, List<Finding>> into) {
        Map<String, List<Finding>> columns = new LinkedHashMap<>();
        for (var one : group)
            columns.computeIfAbsent(one.column(), _ -> new ArrayList<>()).add(one);
        var parts = columns.size() > APART ? List.of(group) : List.copyOf(columns.values());
        for (var part : parts) if (part.size() > APART) part.forEach(one -> into.put(one, part));
    }

    private static Finding one(List<Finding> group) {
        var first = group.getFirst();
        int times = group.stream().mapToInt(Finding::times).sum();
        long columns = group.stream().map(Finding::column).distinct().count();
        return new Finding(
                first.rule(),
                first.sheet(),
                first.row(),
                group.stream().mapToInt(Finding::toRow).max().orElse(first.toRow()),
                columns == 1 ? first.column() : first.column() + ", and " + (columns - 1) + " other columns",
                first.wrong() + "; and " + (times - first.times()) + " more like it" + examples(group),
                first.right(),
                first.source(),
                times);
    }

    private static String examples(List<Finding> group) {
        var shown = group.stream()
                .skip(1)
                .filter(one -> !one.wrong().equals(group.getFirst().wrong()))
                .limit(EXAMPLES)
                .map(one -> one.wrong() + (one.row() == 0 ? "" : " (row " + one.rows() + ")"))
                .toList();
        return shown.isEmpty() ? "" : ", such as " + String.join("; ", shown);
    }
}
