package io.gatehouse.jobs;

import java.time.Duration;
import java.util.List;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;

/** The parameters by which every job keeps its pace, and what they come to. */
public final class Pacing {
    /** More than any machine judges: whoever wants no limit leaves it out. */
    private static final int MAX_THROTTLE = 1_000_000_000;

    /** Where people who wait for a message begin to notice it. */
    private static final Duration DEFAULT_YIELD_ABOVE = Duration.ofMillis(50);

    private static final int MAX_YIELD_ABOVE_MILLIS = 60_000;

    private Pacing() {}

    /** @param unit what is counted, plural */
    public static List<JobParameterHelp> help(String unit) {
        return List.of(
                new JobParameterHelp(
                        RunRequest.THROTTLE, "at most so many " + unit + " a second", RunRequest.NO_THROTTLE),
                new JobParameterHelp(
                        RunRequest.YIELD_ABOVE_MILLIS,
                        "goes slower while one in a hundred screenings of this process takes more milliseconds, or a"
                                + " quarter more than without the run; 0 for never",
                        Long.toString(DEFAULT_YIELD_ABOVE.toMillis())));
    }

    /** Units a second; infinite for as fast as can be. */
    static double throttle(Asked asked) {
        long throttle = asked.number(RunRequest.THROTTLE, 1, MAX_THROTTLE, 0);
        return throttle == 0 ? Double.POSITIVE_INFINITY : throttle;
    }

    static Duration yieldsAbove(Asked asked) {
        return Duration.ofMillis(
                asked.number(RunRequest.YIELD_ABOVE_MILLIS, 0, MAX_YIELD_ABOVE_MILLIS, DEFAULT_YIELD_ABOVE.toMillis()));
    }

    static String text(double throttle) {
        return Double.isInfinite(throttle) ? RunRequest.NO_THROTTLE : Double.toString(throttle);
    }

    static double throttle(String text) {
        return text.equals(RunRequest.NO_THROTTLE) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** Reads them for a job that is no {@link RegionTask}: every fault is collected. */
    public static void read(Asked asked, JobParametersBuilder parameters) {
        parameters
                .addString(RunRequest.THROTTLE, text(throttle(asked)), false)
                .addLong(RunRequest.YIELD_ABOVE_MILLIS, yieldsAbove(asked).toMillis(), false);
    }

    /** Of a run as it was asked for; one of before there were these parameters has the defaults. */
    public static Throttle of(JobParameters parameters, ScreeningPace pace) {
        String throttle = parameters.getString(RunRequest.THROTTLE, RunRequest.NO_THROTTLE);
        Long yieldsAbove = parameters.getLong(RunRequest.YIELD_ABOVE_MILLIS, DEFAULT_YIELD_ABOVE.toMillis());
        return new Throttle(
                throttle(throttle == null ? RunRequest.NO_THROTTLE : throttle),
                pace,
                yieldsAbove == null ? DEFAULT_YIELD_ABOVE : Duration.ofMillis(yieldsAbove));
    }
}
