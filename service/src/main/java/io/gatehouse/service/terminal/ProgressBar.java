package io.gatehouse.service.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * One line of progress: overwritten on a terminal, a line every ten seconds elsewhere, so that a log stays short.
 * Thread-safe.
 */
public final class ProgressBar implements AutoCloseable {
    /** Ten redraws a second look smooth and cost nothing. */
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();

    private static final long LOG_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean isTerminal;
    private final String what;
    private final String unit;
    private final long started = System.nanoTime();
    private long lastDrawn = started;

    /** @param unit what is counted, plural, for example {@code messages} */
    public ProgressBar(PrintStream out, boolean isTerminal, String what, String unit) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.what = what;
        this.unit = unit;
    }

    /** On standard error, where results never go. */
    public static ProgressBar onStandardError(String what, String unit) {
        return new ProgressBar(System.err, isTerminal(), what, unit);
    }

    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /**
     * @param count of {@link #unit} done so far
     * @param fraction of the work done, in [0, 1]; NaN when the whole is not known
     */
    public synchronized void update(long count, double fraction) {
        long now = System.nanoTime();
        if (now - lastDrawn < (isTerminal ? REDRAW_NANOS : LOG_NANOS)) return;
        lastDrawn = now;
        String line = line(count, fraction, now);
        if (isTerminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String line(long count, double fraction, long now) {
        double seconds = Math.max((now - started) / 1e9, 1e-9);
        String rate = String.format(Locale.ROOT, "%,d %s, %,.0f/s", count, unit, count / seconds);
        if (Double.isNaN(fraction)) return what + "  " + rate;
        double done = Math.clamp(fraction, 0, 1);
        int filled = (int) Math.round(done * WIDTH);
        String left = done > 0.01 ? ", " + clock(seconds / done - seconds) + " left" : "";
        return String.format(
                Locale.ROOT,
                "%s  %s%s %3.0f %%  %s%s",
                what,
                "█".repeat(filled),
                "░".repeat(WIDTH - filled),
                done * 100,
                rate,
                left);
    }

    private static String clock(double seconds) {
        long whole = Math.max(Math.round(seconds), 0);
        return whole >= 60 ? (whole / 60) + " min " + (whole % 60) + " s" : whole + " s";
    }

    /** Wipes the line, so that what follows stands clean. */
    @Override
    public synchronized void close() {
        if (isTerminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }
}
