package io.gatehouse.service.command;

import io.gatehouse.moderation.comparison.CoverageReport;
import io.gatehouse.moderation.comparison.Dependencies;
import io.gatehouse.service.terminal.Table;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy's coverage as tables for people, and as JSON for programs. */
final class CoverageText {
    /** Rows of each table; all are in the JSON. */
    private static final int ROWS_SHOWN = 50;

    private CoverageText() {}

    static String of(CoverageReport report, boolean tree) {
        var text = new StringBuilder();
        if (report.messages() > 0) matches(text, report);
        var unused = report.dependencies().unusedBanks();
        text.append(
                unused.isEmpty()
                        ? "every bank is used by a rule\n"
                        : "banks that no rule uses: " + String.join(", ", unused) + "\n");
        report.expiring()
                .forEach(bank -> text.append("bank ")
                        .append(bank.bank())
                        .append(bank.expired() ? " expired on " : " expires on ")
                        .append(bank.expires())
                        .append('\n'));
        if (tree) text.append('\n').append(tree(report.dependencies()));
        return text.toString();
    }

    private static void matches(StringBuilder text, CoverageReport report) {
        text.append(String.format(
                Locale.ROOT,
                "%,d messages, %,d rules: %,d never matched, %,d pairs always agree, %,d are shadowed by another%n%n",
                report.messages(),
                report.rules(),
                report.neverMatched().size(),
                report.alwaysAgree().size(),
                report.shadowed().size()));
        var never = new Table("never matched", "why");
        shown(report.neverMatched()).forEach(each -> never.row(each.rule(), each.why()));
        section(text, never, report.neverMatched().size());
        var agree = new Table("always agrees", "with", "matches");
        shown(report.alwaysAgree()).forEach(each -> agree.row(each.rule(), each.other(), number(each.matches())));
        section(text, agree, report.alwaysAgree().size());
        var shadowed = new Table("shadowed", "matches", "by", "matches", "category");
        shown(report.shadowed())
                .forEach(each -> shadowed.row(
                        each.rule(),
                        number(each.matches()),
                        each.by(),
                        number(each.matchesOfOther()),
                        each.sameCategory() ? "same" : "another"));
        section(text, shadowed, report.shadowed().size());
    }

    private static <T> List<T> shown(List<T> all) {
        return all.subList(0, Math.min(all.size(), ROWS_SHOWN));
    }

    private static void section(StringBuilder text, Table table, int all) {
        if (table.isEmpty()) return;
        text.append(table);
        if (all > ROWS_SHOWN) text.append("... and ").append(all - ROWS_SHOWN).append(" more (--json has all)\n");
        text.append('\n');
    }

    private static String tree(Dependencies dependencies) {
        var text = new StringBuilder();
        dependencies.banksOfRule().forEach((rule, banks) -> {
            text.append(rule).append('\n');
            banks.forEach(bank -> bank(text, bank, dependencies, 1));
        });
        dependencies
                .classifiersOfRule()
                .forEach((rule, classifiers) -> text.append(rule)
                        .append("\n  classifier ")
                        .append(String.join(", ", classifiers))
                        .append('\n'));
        return text.toString();
    }

    /** Ends: loading refuses a bank that includes itself. */
    private static void bank(StringBuilder text, String bank, Dependencies dependencies, int depth) {
        text.append("  ".repeat(depth)).append("bank ").append(bank).append('\n');
        dependencies
                .inclusions()
                .getOrDefault(bank, List.of())
                .forEach(included -> bank(text, included, dependencies, depth + 1));
    }

    static JsonNode json(CoverageReport report) {
        return JsonMapper.shared().valueToTree(report);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
