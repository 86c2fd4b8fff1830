package io.gatehouse.benchmarks.media;

import io.gatehouse.benchmarks.load.Latencies;
import io.gatehouse.moderation.cage.Cage;
import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.HashedMedia;
import io.gatehouse.moderation.cage.MediaBytes;
import io.gatehouse.moderation.cage.MediaLimits;
import io.gatehouse.moderation.cage.Sampling;
import io.gatehouse.moderation.cage.Senses;
import io.gatehouse.moderation.cage.TextReading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Feeds malformed files to a cage and watches its processes from outside: what they hold open, how much memory they took. */
public final class CageCampaign {
    /** Of one look at one file; malformed ones need not be decoded for longer. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    /** Killing a worker, and starting its successor, on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How long after its end a decoder may still be there. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    private CageCampaign() {}

    /**
     * @param escapes what must be empty
     * @param outcomes how often each way of ending was seen
     * @param mostMemoryKib of addresses, by any worker
     */
    public record Report(
            List<String> escapes,
            TreeMap<String, Integer> outcomes,
            Latencies times,
            long mostMemoryKib,
            CageKind kind) {}

    public static Report run(Path soundFiles, int count, long seed) throws IOException {
        return run(soundFiles, "", count, seed);
    }

    /** @param only as of {@link Malformed#of(Path, String, long, int, Path)} */
    static Report run(Path soundFiles, String only, int count, long seed) throws IOException {
        var limits = new MediaLimits(
                32L << 20, 64_000_000, 10_000, Duration.ofHours(1), MAX_TIME, MediaLimits.DEFAULT.maxMemoryBytes());
        var escapes = new ArrayList<String>();
        var outcomes = new TreeMap<String, Integer>();
        var times = new Latencies();
        var calls = new AtomicInteger();
        CageKind kind;
        try (var trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var pipe = TrapPipe.make();
                var watch = WorkerWatch.start(MAX_TIME.plus(GRACE), limits.maxMemoryBytes())) {
            Thread.ofVirtual().start(() -> listen(trap, calls));
            var malformed = Malformed.of(soundFiles, only, seed, trap.getLocalPort(), pipe.path());
            try (var cage = Cage.open(
                    CageKind.wanted("auto").orElseThrow(),
                    1,
                    1,
                    limits,
                    Senses.reading(TextReading.find(List.of("eng"))))) {
                kind = cage.kind();
                for (int i = 0; i < count; i++) {
                    var made = malformed.next();
                    watch.begins(made.name());
                    long started = System.nanoTime();
                    var ended =
                            cage.hash(new InMemory(made.bytes()), i % 2 == 0 ? Sampling.EVERY_FRAME : Sampling.SCENES);
                    times.add(System.nanoTime() - started);
                    watch.ends();
                    outcomes.merge(outcome(ended), 1, Integer::sum);
                }
            }
            escapes.addAll(watch.escapes());
            if (areLeft()) escapes.add("process: a decoder is there after its cage was closed");
            if (calls.get() > 0) escapes.add("network: " + calls.get() + " calls");
            if (pipe.wasOpened()) escapes.add("file: a file outside was opened");
            return new Report(escapes, outcomes, times, watch.peakKib(), kind);
        }
    }

    private static boolean areLeft() {
        long end = System.nanoTime() + GONE_WITHIN.toNanos();
        while (WorkerWatch.workers() > 0) {
            if (System.nanoTime() > end) return true;
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return false;
    }

    private static void listen(ServerSocket trap, AtomicInteger calls) {
        try {
            while (true) {
                trap.accept().close();
                calls.incrementAndGet();
            }
        } catch (IOException _) {
            // The campaign is over.
        }
    }

    private static String outcome(HashedMedia media) {
        return switch (media) {
            case HashedMedia.Picture _ -> "decoded";
            case HashedMedia.Video _ -> "decoded";
            case HashedMedia.Refused(var refusal) -> refusal.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private record InMemory(byte[] bytes) implements MediaBytes {
        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public int read(long at, byte[] into, int length) {
            int count = Math.clamp(bytes.length - at, 0, length);
            System.arraycopy(bytes, (int) Math.min(at, bytes.length), into, 0, count);
            return count;
        }
    }
}
