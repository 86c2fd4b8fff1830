package io.gatehouse.residency.cell;

import java.time.Duration;

/**
 * How much there is to look at in media, by what they say of themselves. How long that takes is learned: {@link
 * MediaHashes#work()}.
 *
 * @param millis of looking, on a machine with nothing else to do
 */
public record MediaWork(int millis, boolean isPicture) {
    /** Nobody estimated it: it came from another cell. */
    public static final MediaWork UNKNOWN = new MediaWork(0, false);

    public MediaWork {
        if (millis < 0) throw new IllegalArgumentException("work takes time: " + millis);
    }

    public Duration expected() {
        return Duration.ofMillis(millis);
    }
}
