package io.gatehouse.service.command;

import io.gatehouse.service.screen.ScreenSummary;
import io.gatehouse.service.terminal.Table;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** What {@code screen} prints at its end. */
final class SummaryTable {
    /** Rules shown by how often they matched, and by time taken: the rest is in the output file. */
    private static final int RULES_SHOWN = 10;

    private SummaryTable() {}

    static String of(ScreenSummary summary, double seconds) {
        var text = new StringBuilder("\n");
        text.append(String.format(
                Locale.ROOT,
                "%,d messages in %.1f s: %,.0f messages/s; %,d malformed lines; %,d degraded%n%n",
                summary.messages(),
                seconds,
                summary.messages() / Math.max(seconds, 1e-9),
                summary.malformed(),
                summary.degraded()));
        long messages = summary.messages();
        text.append(counts("verdict", summary.verdicts(), messages, Integer.MAX_VALUE))
                .append('\n');
        text.append(counts("label", summary.labels(), messages, Integer.MAX_VALUE))
                .append('\n');
        text.append(counts("language", summary.languages(), messages, Integer.MAX_VALUE))
                .append('\n');
        text.append(counts("rule (most matches)", summary.rules(), messages, RULES_SHOWN))
                .append('\n');
        text.append(slowest(summary));
        return text.toString();
    }

    private static Table counts(String what, Map<String, Long> counts, long messages, int limit) {
        var table = new Table(what, "messages", "share");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .forEach(entry -> table.row(
                        entry.getKey(),
                        String.format(Locale.ROOT, "%,d", entry.getValue()),
                        String.format(Locale.ROOT, "%.2f %%", 100.0 * entry.getValue() / Math.max(messages, 1))));
        return table;
    }

    private static Table slowest(ScreenSummary summary) {
        var table = new Table("slowest rules and stages", "asked", "total", "each");
        summary.times().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(ScreenSummary.Time::total).reversed()))
                .limit(RULES_SHOWN)
                .forEach(entry -> table.row(
                        entry.getKey(),
                        String.format(Locale.ROOT, "%,d", entry.getValue().asked()),
                        milliseconds(entry.getValue().total()),
                        String.format(
                                Locale.ROOT,
                                "%.1f us",
                                entry.getValue().total().toNanos()
                                        / 1e3
                                        / Math.max(entry.getValue().asked(), 1))));
        return table;
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%,d ms", time.toMillis());
    }
}
