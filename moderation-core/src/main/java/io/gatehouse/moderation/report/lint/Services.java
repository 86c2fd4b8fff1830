package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.SheetTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reports of several services in one: said once a sheet, and the one of most rows is looked at, as it would be alone. A name that is
 * written in two ways in some rows is none of that.
 */
final class Services {
    /** Of all rows, as many are another service's report and no slip. */
    private static final double ENOUGH = 0.15;

    private final Findings findings;

    Services(Findings findings) {
        this.findings = findings;
    }

    /** @return the sheets with the rows of one service, and those of none */
    Map<Integer, Grid> one(Map<Integer, Grid> grids) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (var grid : grids.values())
            if (grid.has(SheetTemplate.SERVICE))
                for (var row : grid.rows())
                    if (!service(grid, row).isEmpty()) votes.merge(service(grid, row), 1, Integer::sum);
        int all = votes.values().stream().mapToInt(Integer::intValue).sum();
        var services = new LinkedHashMap<String, Integer>();
        votes.forEach((service, rows) -> {
            if (rows >= ENOUGH * all && sheetsOf(service, grids) * 2 > grids.size()) services.put(service, rows);
        });
        if (services.size() < 2) return grids;
        int most = services.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        // Of equals, the one that comes first.
        String first = services.entrySet().stream()
                .filter(service -> service.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
        services.remove(first);
        return grids.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, sheet -> only(sheet.getValue(), services), (a, _) -> a, TreeMap::new));
    }

    private static String service(Grid grid, RawSheet.Row row) {
        return Names.plain(grid.key(row, SheetTemplate.SERVICE));
    }

    private static long sheetsOf(String service, Map<Integer, Grid> grids) {
        return grids.values().stream()
                .filter(grid -> grid.has(SheetTemplate.SERVICE)
                        && grid.rows().stream()
                                .anyMatch(row -> service(grid, row).equals(service)))
                .count();
    }

    private Grid only(Grid grid, Map<String, Integer> others) {
        if (!grid.has(SheetTemplate.SERVICE)) return grid;
        var rows = grid.rows().stream()
                .filter(row -> others.containsKey(service(grid, row)))
                .collect(Collectors.groupingBy(
                        row -> grid.key(row, SheetTemplate.SERVICE), TreeMap::new, Collectors.counting()));
        if (rows.isEmpty()) return grid;
        findings.sheet(
                Rule.SERVICE_DIFFERS,
                grid.name(),
                "rows of other services: "
                        + rows.entrySet().stream()
                                .map(each -> Findings.shown(each.getKey()) + " (" + each.getValue() + ")")
                                .collect(Collectors.joining(", "))
                        + "; they were not looked at",
                "a report for each service");
        return grid.with(grid.rows().stream()
                .filter(row -> !others.containsKey(service(grid, row)))
                .toList());
    }
}
