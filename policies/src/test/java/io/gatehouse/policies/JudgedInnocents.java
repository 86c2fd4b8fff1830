package io.gatehouse.policies;

import io.gatehouse.policies.ScreeningRow.Half;
import io.gatehouse.policies.TextScreening.Language;
import java.util.TreeMap;

/** The innocent list judged as any message is, models and all. Prints which rules match; texts of the tuning half only. */
final class JudgedInnocents {
    private JudgedInnocents() {}

    public static void main(String[] arguments) {
        var screening = new TextScreening(ShippedPolicies.load());
        var byRule = new TreeMap<String, Integer>();
        var rows = ScreeningRow.innocents();
        int flagged = 0;
        for (var row : rows) {
            var rules = screening.rules(row.text(), row.language(), Language.IDENTIFIED).stream()
                    .map(matched -> matched.rule().id().value())
                    .toList();
            if (rules.isEmpty()) continue;
            flagged++;
            rules.forEach(rule -> byRule.merge(rule, 1, Integer::sum));
            if (row.half() == Half.TUNE)
                System.out.println(String.join("\t", row.group(), row.language(), rules.toString(), row.text()));
        }
        System.out.println(flagged + " of " + rows.size() + " " + byRule);
    }
}
