package io.gatehouse.service.console;

import io.gatehouse.jobs.JobProgress;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers and times in words. Times are UTC; the page's own script puts the reader's zone in their place. */
record Told(Locale locale) {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public String number(Number number) {
        var format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(4);
        return format.format(number);
    }

    public String percent(double fraction) {
        // Never 100 before the end.
        int percent = (int) Math.floor(fraction * 100);
        return number(percent) + " %";
    }

    public String utc(Instant time) {
        return UTC.format(time);
    }

    public String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the two greatest units. */
    public String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds == 0) return "under 1 s";
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return joined(seconds / 60, "min", seconds % 60, "s");
        if (seconds < 86_400) return joined(seconds / 3600, "h", seconds % 3600 / 60, "min");
        return joined(seconds / 86_400, seconds < 172_800 ? "day" : "days", seconds % 86_400 / 3600, "h");
    }

    private static String joined(long great, String unit, long small, String smaller) {
        return great + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
    }

    public static String status(JobProgress.Status status) {
        return switch (status) {
            case RUNNING -> "running";
            case STOPPING -> "stopping";
            case STOPPED -> "stopped";
            case FAILED -> "failed";
            case INTERRUPTED -> "interrupted";
            case COMPLETED -> "completed";
        };
    }
}
