package io.gatehouse.tuning;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells every few seconds how far it has come, and when it will be done. */
final class Eta implements Tuner.Steps {
    private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    /** Of the mean of losses that is told, what a step counts. */
    private static final double NEWEST = 0.02;

    private final String what;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private long told = start;
    private double loss = Double.NaN;

    Eta(String what, PrintStream out) {
        this.what = what;
        this.out = out;
    }

    @Override
    public void done(int step, int of, double now) {
        loss = Double.isNaN(loss) ? now : loss + NEWEST * (now - loss);
        long time = System.nanoTime();
        if (time - told < EVERY_NANOS && step < of) return;
        told = time;
        double left = (double) (time - start) / step * (of - step);
        out.printf(
                Locale.ROOT,
                "%s: step %,d of %,d, loss %.4f, %.0f s so far, %.0f s left%n",
                what,
                step,
                of,
                loss,
                (time - start) / 1e9,
                left / 1e9);
    }
}
