package io.gatehouse.service.command;

import io.gatehouse.service.terminal.Table;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Jobs and runs as text for people. */
final class JobText {
    private JobText() {}

    static String list(JsonNode answer) {
        var text = new StringBuilder();
        for (JsonNode job : answer.path("jobs").values()) {
            text.append(job.path("name").asString())
                    .append(": ")
                    .append(job.path("description").asString())
                    .append('\n');
            for (JsonNode parameter : job.path("parameters").values())
                text.append(String.format(
                        Locale.ROOT,
                        "  %-15s %s (default: %s)%n",
                        parameter.path("name").asString(),
                        parameter.path("description").asString(),
                        parameter.path("default").asString()));
            text.append("  schedule: ").append(schedule(job.path("schedule"))).append('\n');
            JsonNode last = job.path("last_run");
            text.append("  last run: ")
                    .append(last.isNull() ? "none" : headline(last))
                    .append('\n');
        }
        return text.toString();
    }

    private static String schedule(JsonNode schedule) {
        if (!schedule.isObject()) return "none; it runs when asked";
        var parameters = new StringJoiner(" ");
        for (var each : schedule.path("parameters").properties())
            parameters.add(each.getKey() + "=" + each.getValue().asString());
        return "every " + span(schedule.path("every_seconds").asLong()) + ", next due "
                + schedule.path("next_due").asString().replaceAll("\\.\\d+Z$", "Z")
                + (parameters.length() == 0 ? "" : ", with " + parameters);
    }

    /** In the greatest unit that is exact. */
    private static String span(long seconds) {
        if (seconds % 86_400 == 0) return seconds / 86_400 + " d";
        if (seconds % 3_600 == 0) return seconds / 3_600 + " h";
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    static String run(JsonNode run) {
        var text = new StringBuilder(run.path("job").asString() + " " + headline(run) + "\n");
        for (JsonNode failure : run.path("failures").values())
            text.append("  because: ").append(failure.asString()).append('\n');
        if (run.path("job").asString().equals("backtest")) return text + backtest(run);
        if (!run.path("job").asString().equals("rescan")) return text + counted(run);
        var regions = new Table("region", "judged", "changed", "unchanged", "skipped", "seconds");
        var details = new StringBuilder();
        for (var region : run.path("summary").properties()) {
            JsonNode summary = region.getValue();
            regions.row(
                    region.getKey(),
                    number(summary.path("judged").asLong()),
                    number(sum(summary.path("changed"))),
                    number(summary.path("unchanged").asLong()),
                    number(sum(summary.path("skipped"))),
                    String.format(Locale.ROOT, "%.1f", summary.path("seconds").asDouble()));
            detail(details, region.getKey(), "changed", summary.path("changed"));
            detail(details, region.getKey(), "skipped", summary.path("skipped"));
            if (summary.path("degraded").asLong() > 0)
                details.append(region.getKey())
                        .append(" judged without some signal: ")
                        .append(number(summary.path("degraded").asLong()))
                        .append('\n');
        }
        if (!regions.isEmpty()) text.append(regions).append(details);
        return text.toString();
    }

    /** What a run counted, by its own words: no two jobs count the same. */
    private static String counted(JsonNode run) {
        var text = new StringBuilder();
        for (var region : run.path("summary").properties()) {
            var told = new StringJoiner(", ");
            var details = new StringBuilder();
            for (var fact : region.getValue().properties()) {
                JsonNode value = fact.getValue();
                if (value.isIntegralNumber()) told.add(fact.getKey().replace('_', ' ') + " " + number(value.asLong()));
                else if (value.isObject()) detail(details, region.getKey(), fact.getKey(), value);
            }
            if (region.getValue().path("dry_run").asBoolean(false)) told.add("dry run");
            if (region.getValue().path("seconds").isNumber())
                told.add(String.format(
                        Locale.ROOT, "%.1f s", region.getValue().path("seconds").asDouble()));
            text.append(region.getKey()).append(": ").append(told).append('\n').append(details);
        }
        return text.toString();
    }

    /** A region after the other: what was found in one is not mixed with what was found in another. */
    private static String backtest(JsonNode run) {
        var text = new StringBuilder();
        for (var region : run.path("summary").properties()) {
            JsonNode report = region.getValue();
            if (report.path("messages").asLong() == 0 && report.path("skipped").isEmpty()) {
                text.append(region.getKey()).append(": no traffic\n");
                continue;
            }
            text.append('\n').append(region.getKey());
            if (report.path("share").asDouble(1) < 1)
                text.append(String.format(
                        Locale.ROOT,
                        ", %.3f %% of its traffic, drawn by lot",
                        report.path("share").asDouble() * 100));
            text.append(String.format(
                            Locale.ROOT, ", %.1f s: ", report.path("seconds").asDouble()))
                    .append(ComparisonText.of(report));
        }
        return text.toString();
    }

    private static String headline(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "(execution %d): %s, %s %s, %.0f %%",
                run.path("execution").asLong(),
                run.path("status").asString(),
                number(run.path("done").asLong()),
                run.path("unit").asString(),
                run.path("fraction").asDouble() * 100);
    }

    private static void detail(StringBuilder text, String region, String what, JsonNode counts) {
        for (var count : counts.properties()) {
            // What is told of something in words is for whoever reads the run itself.
            if (!count.getValue().isIntegralNumber()) continue;
            text.append(region)
                    .append(' ')
                    .append(what)
                    .append(' ')
                    .append(count.getKey())
                    .append(": ")
                    .append(number(count.getValue().asLong()))
                    .append('\n');
        }
    }

    private static long sum(JsonNode counts) {
        return counts.values().stream().mapToLong(JsonNode::asLong).sum();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
