package io.gatehouse.service.command;

import io.gatehouse.service.terminal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The report of a comparison as tables for people; see {@code Comparison.toReport}. */
final class ComparisonText {
    /** Rules shown, those that change most first; all are in the JSON. */
    private static final int RULES_SHOWN = 30;

    private static final int LANGUAGES_SHOWN = 30;

    private ComparisonText() {}

    static String of(JsonNode report) {
        var text = new StringBuilder(headline(report)).append('\n');
        section(text, transitions(report));
        section(text, rules(report));
        section(text, groups("surface", report.path("surfaces"), Integer.MAX_VALUE));
        section(text, groups("language", report.path("languages"), LANGUAGES_SHOWN));
        counts(text, "could not be judged", report.path("skipped"));
        counts(text, "could not be asked", report.path("unknown"));
        counts(text, "held against", report.path("baselines"));
        examples(text, report);
        return text.toString();
    }

    /** Ids, under which the reader finds them. */
    private static void examples(StringBuilder text, JsonNode report) {
        for (var each : report.path("transitions").properties())
            example(
                    text,
                    each.getKey().replace(">", " becomes "),
                    each.getValue().path("examples"));
        mostChanged(report).stream().limit(RULES_SHOWN).forEach(each -> {
            example(text, "new " + each.getKey(), each.getValue().path("gained_examples"));
            example(text, "lost " + each.getKey(), each.getValue().path("lost_examples"));
        });
    }

    private static void example(StringBuilder text, String what, JsonNode ids) {
        if (ids.isEmpty()) return;
        text.append("examples, ")
                .append(what)
                .append(": ")
                .append(ids.values().stream().map(JsonNode::asString).collect(Collectors.joining(" ")))
                .append('\n');
    }

    private static String headline(JsonNode report) {
        long messages = report.path("messages").asLong();
        long compared = report.path("compared").asLong();
        long changed = report.path("changed").asLong();
        return String.format(
                Locale.ROOT,
                "%,d messages judged, of %,d the verdicts compared: %,d change (%.2f %%). %,d new matches, %,d lost. "
                        + "%s%n",
                messages,
                compared,
                changed,
                100.0 * changed / Math.max(compared, 1),
                report.path("gained").asLong(),
                report.path("lost").asLong(),
                authors(report));
    }

    private static String authors(JsonNode report) {
        long authors = report.path("authors").asLong();
        boolean isAny = report.path("gained").asLong()
                        + report.path("lost").asLong()
                        + report.path("changed").asLong()
                > 0;
        return authors == 0 && isAny
                ? "Nobody is named as an author."
                : String.format(Locale.ROOT, "About %,d authors are affected.", authors);
    }

    private static void section(StringBuilder text, Table table) {
        if (!table.isEmpty()) text.append(table).append('\n');
    }

    private static Table transitions(JsonNode report) {
        var table = new Table("verdict", "messages");
        for (var each : report.path("transitions").properties())
            table.row(
                    each.getKey().replace(">", " becomes ").replace("=", " stays "),
                    number(each.getValue().path("count")));
        return table;
    }

    private static Table rules(JsonNode report) {
        var table = new Table("rule", "before", "after", "new", "lost", "authors");
        var changed = mostChanged(report);
        changed.stream().limit(RULES_SHOWN).forEach(each -> {
            JsonNode rule = each.getValue();
            table.row(
                    each.getKey(),
                    number(rule.path("before")),
                    number(rule.path("after")),
                    number(rule.path("gained")),
                    number(rule.path("lost")),
                    number(rule.path("authors")));
        });
        if (changed.size() > RULES_SHOWN)
            table.row("... and " + (changed.size() - RULES_SHOWN) + " more", "", "", "", "", "");
        return table;
    }

    private static List<Map.Entry<String, JsonNode>> mostChanged(JsonNode report) {
        return report.path("rules").properties().stream()
                .filter(each -> changes(each.getValue()) > 0)
                .sorted(Comparator.comparingLong((Map.Entry<String, JsonNode> each) -> -changes(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static long changes(JsonNode rule) {
        return rule.path("gained").asLong() + rule.path("lost").asLong();
    }

    private static Table groups(String what, JsonNode groups, int limit) {
        var table = new Table(what, "messages", "verdicts changed", "new matches", "lost matches");
        groups.properties().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, JsonNode> each) ->
                        -each.getValue().path("messages").asLong()))
                .limit(limit)
                .forEach(each -> table.row(
                        each.getKey(),
                        number(each.getValue().path("messages")),
                        number(each.getValue().path("changed")),
                        number(each.getValue().path("gained")),
                        number(each.getValue().path("lost"))));
        return table;
    }

    private static void counts(StringBuilder text, String what, JsonNode counts) {
        if (counts.isEmpty()) return;
        text.append(what)
                .append(": ")
                .append(counts.properties().stream()
                        .map(each -> each.getKey() + " " + number(each.getValue()))
                        .collect(Collectors.joining(", ")))
                .append('\n');
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%,d", number.asLong());
    }
}
