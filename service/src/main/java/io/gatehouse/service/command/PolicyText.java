package io.gatehouse.service.command;

import io.gatehouse.service.terminal.Table;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Policy versions as text for people. */
final class PolicyText {
    /** Of a digest: as many digits as tell versions apart, and as the service takes for a name. */
    private static final int DIGITS = 12;

    private PolicyText() {}

    static String shortDigest(String digest) {
        String digits = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
        return digits.length() <= DIGITS ? digits : digits.substring(0, DIGITS);
    }

    static String versions(JsonNode answer) {
        var table = new Table("version", "digest", "stage", "rules", "approvals", "by", "since");
        for (JsonNode version : answer.path("policies").values())
            table.row(
                    version.path("version").asString(),
                    shortDigest(version.path("digest").asString()),
                    stage(version),
                    number(version.path("rules").asLong()),
                    Integer.toString(version.path("approvals").size()),
                    version.path("created_by").asString(),
                    version.path("staged_at").asString());
        var text = new StringBuilder(table.toString());
        for (JsonNode fault : answer.path("directory_faults").values())
            text.append("policy directory: ")
                    .append(fault.path("pointer").asString())
                    .append(": ")
                    .append(fault.path("detail").asString())
                    .append('\n');
        return text.toString();
    }

    static String stage(JsonNode version) {
        return version.has("percent")
                ? version.path("stage").asString() + " "
                        + version.path("percent").asInt() + " %"
                : version.path("stage").asString();
    }

    static String nodes(JsonNode answer) {
        var table = new Table("node", "active", "canary", "in shadow", "reported", "fault");
        for (JsonNode node : answer.path("nodes").values())
            table.row(
                    node.path("node").asString(),
                    shortDigest(node.path("active").asString()),
                    shortDigest(node.path("canary").asString("-")),
                    Integer.toString(node.path("shadows").size()),
                    node.path("silent").asBoolean()
                            ? "silent"
                            : node.path("reported_at").asString(),
                    node.path("fault").asString("-"));
        return table.toString();
    }

    static String shadow(JsonNode report) {
        long judged = report.path("judged").asLong();
        long otherwise = report.path("disagreements").asLong();
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s in %s: %,d contents judged in %d regions, %,d otherwise (%s)%n",
                shortDigest(report.path("digest").asString()),
                report.path("stage").asString(),
                judged,
                report.path("regions").size(),
                otherwise,
                share(otherwise, judged)));
        for (var change : report.path("changes").properties())
            text.append(String.format(
                    Locale.ROOT,
                    "  %s: %,d%n",
                    change.getKey().replace(">", " -> "),
                    change.getValue().asLong()));
        groups(text, report, "by_language", "language");
        groups(text, report, "by_surface", "surface");
        var rules = new Table("rule", "decided", "shadow", "gained", "lost");
        for (JsonNode rule : report.path("rules").values())
            rules.row(
                    rule.path("id").asString(),
                    number(rule.path("decided").asLong()),
                    number(rule.path("shadow").asLong()),
                    number(rule.path("gained").asLong()),
                    number(rule.path("lost").asLong()));
        if (!rules.isEmpty()) text.append('\n').append(rules);
        return text.toString();
    }

    private static void groups(StringBuilder text, JsonNode report, String groups, String name) {
        var table = new Table(name, "judged", "otherwise", "share");
        for (JsonNode group : report.path(groups).values())
            table.row(
                    group.path(name).asString(),
                    number(group.path("judged").asLong()),
                    number(group.path("disagreements").asLong()),
                    share(
                            group.path("disagreements").asLong(),
                            group.path("judged").asLong()));
        if (!table.isEmpty()) text.append('\n').append(table);
    }

    private static String share(long some, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * some / all);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
