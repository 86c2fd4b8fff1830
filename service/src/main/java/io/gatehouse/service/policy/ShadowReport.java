package io.gatehouse.service.policy;

import io.gatehouse.residency.cell.ShadowComparison;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What a version in shadow would have decided otherwise, counted. Counts of cells may be added up: they are about nobody. */
@Component
final class ShadowReport {
    private final ServedRegions regions;

    ShadowReport(ServedRegions regions) {
        this.regions = regions;
    }

    Map<String, Object> of(StoredVersion version) {
        var comparisons = new ArrayList<ShadowComparison>();
        var names = new ArrayList<String>();
        for (ServedRegion region : regions.all()) {
            comparisons.add(region.cell().reader().shadow(version.digest()));
            names.add(region.id().value());
        }
        var verdicts = comparisons.stream().flatMap(c -> c.verdicts().stream()).toList();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("digest", version.digest());
        tree.put("stage", version.stage().wireName());
        tree.put("regions", names);
        tree.put(
                "judged",
                verdicts.stream().mapToLong(ShadowComparison.Verdicts::count).sum());
        tree.put("disagreements", disagreements(verdicts));
        tree.put("changes", changes(verdicts));
        tree.put("by_surface", grouped(verdicts, "surface"));
        tree.put("by_language", grouped(verdicts, "language"));
        tree.put("rules", rules(comparisons));
        return tree;
    }

    private static long disagreements(List<ShadowComparison.Verdicts> verdicts) {
        return verdicts.stream()
                .filter(row -> !row.decided().equals(row.shadow()))
                .mapToLong(ShadowComparison.Verdicts::count)
                .sum();
    }

    private static Map<String, Long> changes(List<ShadowComparison.Verdicts> verdicts) {
        var changes = new TreeMap<String, Long>();
        for (var row : verdicts)
            if (!row.decided().equals(row.shadow()))
                changes.merge(row.decided() + ">" + row.shadow(), row.count(), Long::sum);
        return changes;
    }

    private static List<Map<String, Object>> grouped(List<ShadowComparison.Verdicts> verdicts, String by) {
        var groups = new TreeMap<String, List<ShadowComparison.Verdicts>>();
        for (var row : verdicts)
            groups.computeIfAbsent(by.equals("surface") ? row.surface() : row.language(), _ -> new ArrayList<>())
                    .add(row);
        var list = new ArrayList<Map<String, Object>>();
        groups.forEach((name, rows) -> {
            var group = new LinkedHashMap<String, Object>();
            group.put(by, name);
            group.put(
                    "judged",
                    rows.stream().mapToLong(ShadowComparison.Verdicts::count).sum());
            group.put("disagreements", disagreements(rows));
            group.put("changes", changes(rows));
            list.add(group);
        });
        return list;
    }

    private static List<Map<String, Object>> rules(List<ShadowComparison> comparisons) {
        var sums = new TreeMap<String, long[]>();
        for (var comparison : comparisons)
            for (var rule : comparison.rules()) {
                long[] sum = sums.computeIfAbsent(rule.id(), _ -> new long[3]);
                sum[0] += rule.decided();
                sum[1] += rule.shadow();
                sum[2] += rule.both();
            }
        var list = new ArrayList<Map<String, Object>>();
        sums.forEach((id, sum) -> {
            var rule = new LinkedHashMap<String, Object>();
            rule.put("id", id);
            rule.put("decided", sum[0]);
            rule.put("shadow", sum[1]);
            rule.put("gained", sum[1] - sum[2]);
            rule.put("lost", sum[0] - sum[2]);
            list.add(rule);
        });
        return list;
    }
}
