package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.SmallCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps what a table hides from following from two reports. Whoever has the report of two regions and that of one of them has that of
 * the other, and whoever has a year and three of its quarters has the fourth. So a row is shown where it is shown in the report of
 * each region and quarter alone; then no report says more than those do, and each of them is protected by itself. What is not made of
 * whole quarters is hidden: days differ by single people (ADR 75). Pure but for the counting.
 */
final class Differences {
    private Differences() {}

    /** @param quarters that the span is made of; empty when it is not */
    static List<FigureTable> protect(TableReport report, Wanted wanted, List<Span> quarters) {
        Set<String> aboutPeople = report.tablesOfPeople();
        var tables = report.tables(wanted);
        if (aboutPeople.isEmpty()) return tables;
        if (quarters.isEmpty())
            return tables.stream()
                    .map(table -> aboutPeople.contains(table.id()) ? SmallCounts.hideAll(table) : table)
                    .toList();
        if (quarters.size() == 1 && wanted.regions().size() == 1) return tables;
        var parts = new ArrayList<FigureTable>();
        for (var quarter : quarters)
            for (var region : wanted.regions()) parts.addAll(report.tables(new Wanted(quarter, List.of(region))));
        return tables.stream()
                .map(table -> aboutPeople.contains(table.id())
                        ? SmallCounts.hideAsIn(
                                table,
                                parts.stream()
                                        .filter(part -> part.id().equals(table.id()))
                                        .toList())
                        : table)
                .toList();
    }
}
