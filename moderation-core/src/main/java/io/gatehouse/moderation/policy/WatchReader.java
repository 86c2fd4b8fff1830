package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.rule.Expectation;
import io.gatehouse.moderation.rule.Expectation.Otherwise;
import io.gatehouse.moderation.rule.Watch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code expect:} and {@code quota:} of a rule. */
final class WatchReader {
    /** A week: what is counted lies in one table of the control database. */
    static final long LONGEST_HOURS = 24 * 7;

    private static final List<String> OTHERWISE = List.of("demote", "rollback");

    private WatchReader() {}

    /** What the file's rules do outside their band unless they say otherwise themselves. */
    static Otherwise otherwise(Section section, String key, Otherwise standing) {
        return section.oneOf(key, section.optionalText(key), WatchReader::named, OTHERWISE)
                .orElse(standing);
    }

    private static Optional<Otherwise> named(String name) {
        return switch (name) {
            case "demote" -> Optional.of(Otherwise.DEMOTE);
            case "rollback" -> Optional.of(Otherwise.ROLLBACK);
            default -> Optional.empty();
        };
    }

    static Watch read(Section rule, Otherwise standing) {
        Expectation expected = rule.has("expect")
                ? rule.section("expect")
                        .map(section -> expectation(section, standing))
                        .orElse(null)
                : null;
        long quota = rule.has("quota")
                ? rule.section("quota").map(WatchReader::perDay).orElse(0)
                : 0;
        return new Watch(expected, quota);
    }

    private static @Nullable Expectation expectation(Section section, Otherwise standing) {
        var rates =
                section.texts("rate").stream().map(text -> number(text.text())).toList();
        // Negated so that NaN, which fails every comparison, is refused too.
        boolean isBand = rates.size() == 2 && rates.get(0) >= 0 && rates.get(0) <= rates.get(1) && rates.get(1) <= 1;
        if (!isBand)
            section.faults()
                    .add(
                            section.sourceOf("rate"),
                            "'rate' must be two numbers from 0 to 1, the lower first",
                            "rate: [0, 0.02]");
        var per = section.duration("per");
        per.filter(window -> window.toHours() > LONGEST_HOURS || window.toSeconds() < 60)
                .ifPresent(_ -> section.faults()
                        .add(section.sourceOf("per"), "'per' must be from one minute to seven days", "like 1h"));
        int atLeast = section.integer("at_least", 1, Integer.MAX_VALUE, 1_000);
        var otherwise = otherwise(section, "otherwise", standing);
        section.close();
        return isBand && per.isPresent()
                ? new Expectation(rates.get(0), rates.get(1), per.get(), atLeast, otherwise)
                : null;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // YAML's own spellings of infinity and not-a-number, and anything that is no number
        }
    }

    private static int perDay(Section section) {
        if (!section.has("per_day"))
            section.faults().add(section.source(), "'quota' has no 'per_day'", "quota: { per_day: 5000 }");
        int perDay = section.integer("per_day", 1, Integer.MAX_VALUE, 0);
        section.close();
        return perDay;
    }
}
