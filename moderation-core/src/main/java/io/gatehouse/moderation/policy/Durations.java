package io.gatehouse.moderation.policy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Durations as policy authors write them: {@code 250ms, 30s, 10m, 24h, 7d} or ISO 8601. */
final class Durations {
    private Durations() {}

    /** Empty when the text is no duration or not above zero. */
    static Optional<Duration> parse(String text) {
        try {
            var duration = text.startsWith("P") ? Duration.parse(text) : parseShort(text);
            return duration.isNegative() || duration.isZero() ? Optional.empty() : Optional.of(duration);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Duration parseShort(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) digits++;
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new NumberFormatException("no unit: " + text);
        };
    }
}
