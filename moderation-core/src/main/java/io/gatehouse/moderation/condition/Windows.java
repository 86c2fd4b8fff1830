package io.gatehouse.moderation.condition;

import java.time.Duration;
import java.util.Optional;

/** Durations as CEL writes them: {@code 1h30m, 90s, 250ms}, and days. */
final class Windows {
    private Windows() {}

    /** Empty when the text is no duration or not above zero. */
    static Optional<Duration> parse(String text) {
        long millis = 0;
        int at = 0;
        while (at < text.length()) {
            int digits = at;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) digits++;
            // Nine digits of hours are more than a hundred thousand years.
            if (digits == at || digits - at > 9) return Optional.empty();
            int unit = digits;
            while (unit < text.length() && !Character.isDigit(text.charAt(unit))) unit++;
            long factor = switch (text.substring(digits, unit)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> 0;
            };
            if (factor == 0) return Optional.empty();
            millis += Long.parseLong(text.substring(at, digits)) * factor;
            at = unit;
        }
        return millis > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
    }
}
