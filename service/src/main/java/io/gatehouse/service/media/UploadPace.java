package io.gatehouse.service.media;

import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets uploads in no faster than leaves screening its time, while people screen (ADR 80): a client that sends the next file as soon as
 * the last one was taken would have all of a small machine. While nobody screens nothing waits. Thread-safe.
 */
@Component
final class UploadPace {
    /** Processor time of one upload and the look at it: 9 ms of this program, 5 of the database, 10 of a decoder, as measured. */
    private static final Duration EACH = Duration.ofMillis(25);

    /** Sealing, digests, and the store. */
    private static final Duration EACH_MIB = Duration.ofMillis(5);

    /** What was not used of the share this long is there at once: somebody sends a few pictures together. */
    private static final long SAVED_NANOS = Duration.ofMillis(200).toNanos();

    private static final long ASKS_NANOS = Duration.ofMillis(250).toNanos();

    private static final int MIB = 1 << 20;

    private final ScreeningPace screening;
    private final double processors;
    private final boolean isUnlimited;
    private final LongSupplier nanoTime;
    private long free;
    private long asked;
    private boolean peopleScreen;

    @Autowired
    UploadPace(ScreeningPace screening, GatehouseProperties properties) {
        this(screening, properties.media().share(), Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    /**
     * @param share of the processors that uploads may take while people screen; 1 never waits
     * @param nanoTime the clock that turns are given by, as {@link System#nanoTime} has it
     */
    UploadPace(ScreeningPace screening, double share, int processors, LongSupplier nanoTime) {
        this.screening = screening;
        this.processors = share * processors;
        this.isUnlimited = share >= 1;
        this.nanoTime = nanoTime;
        asked = nanoTime.getAsLong() - ASKS_NANOS;
        free = nanoTime.getAsLong();
    }

    /** Waits for the turn of one upload, or of one piece of a resumable one. */
    void awaitTurn() throws InterruptedIOException {
        await(EACH);
    }

    /** The same bytes, which come no faster than their turns. */
    InputStream paced(InputStream bytes) {
        return isUnlimited ? bytes : new Paced(bytes);
    }

    private void await(Duration work) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(turn(work) - nanoTime.getAsLong());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an upload waited for its turn");
        }
    }

    /** When so much work may begin, by the same clock. */
    synchronized long turn(Duration work) {
        long now = nanoTime.getAsLong();
        if (isUnlimited || !peopleScreen(now)) {
            free = now;
            return now;
        }
        long turn = Math.max(free, now - SAVED_NANOS);
        free = turn + Math.round(work.toNanos() / processors);
        return Math.max(turn, now);
    }

    private boolean peopleScreen(long now) {
        if (now - asked < ASKS_NANOS) return peopleScreen;
        asked = now;
        peopleScreen = screening.slowestHundredth().isPresent();
        return peopleScreen;
    }

    /** Waits before each MiB but the first, which is part of the upload's own turn. */
    private final class Paced extends FilterInputStream {
        private long left = MIB;

        Paced(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            beforeMore();
            int read = super.read();
            if (read >= 0) left--;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            beforeMore();
            int read = super.read(into, offset, length);
            if (read > 0) left -= read;
            return read;
        }

        private void beforeMore() throws InterruptedIOException {
            for (; left <= 0; left += MIB) await(EACH_MIB);
        }
    }
}
