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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Feeds malformed files to a cage and watches its processes from outside: what they hold open, how much memory they took. */
public final class CageCampaign {
    /** Of one file; malformed ones need not be decoded for longer. */
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    /** Killing and replacing a worker on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Pipes to the program, the program's own files, and its own use of memory: opened before the doors closed. */
    private static final Pattern OPENED_BEFORE =
            Pattern.compile("pipe:.*|.*\\.jar|.*/lib/modules|/dev/null|/proc/[0-9]+/statm");

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
        var limits = new MediaLimits(
                32L << 20, 64_000_000, 10_000, Duration.ofHours(1), MAX_TIME, MediaLimits.DEFAULT.maxMemoryBytes());
        var escapes = new ArrayList<String>();
        var outcomes = new TreeMap<String, Integer>();
        var times = new Latencies();
        long memory = 0;
        var calls = new AtomicInteger();
        try (var trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var cage = Cage.open(
                        CageKind.wanted("auto").orElseThrow(),
                        1,
                        1,
                        limits,
                        Senses.reading(TextReading.find(List.of("eng"))))) {
            Thread.ofVirtual().start(() -> listen(trap, calls));
            var malformed = Malformed.of(soundFiles, seed, trap.getLocalPort());
            for (int i = 0; i < count; i++) {
                var made = malformed.next();
                var sampling = i % 2 == 0 ? Sampling.EVERY_FRAME : Sampling.SCENES;
                long started = System.nanoTime();
                var ended = cage.hash(new InMemory(made.bytes()), sampling);
                long took = System.nanoTime() - started;
                times.add(took);
                outcomes.merge(outcome(ended), 1, Integer::sum);
                // What was lost while it was read is looked at once more.
                if (took
                        > MAX_TIME.multipliedBy(sampling.reads() ? 2 : 1)
                                .plus(GRACE)
                                .toNanos()) escapes.add("time: " + made.name() + " " + took / 1_000_000 + " ms");
                var seen = Watched.workers();
                memory = Math.max(memory, seen.peakKib());
                for (var open : seen.openThings()) escapes.add("open: " + made.name() + " " + open);
                if (seen.peakKib() * 1024 > limits.maxMemoryBytes())
                    escapes.add("memory: " + made.name() + " " + seen.peakKib() + " KiB");
            }
            if (calls.get() > 0) escapes.add("network: " + calls.get() + " calls");
            return new Report(escapes, outcomes, times, memory, cage.kind());
        }
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

    /** What the kernel says of this process's workers. */
    private record Watched(long peakKib, List<String> openThings) {
        static Watched workers() {
            long peak = 0;
            var open = new ArrayList<String>();
            for (var process : ProcessHandle.current().descendants().toList()) {
                var proc = Path.of("/proc", Long.toString(process.pid()));
                try {
                    if (!Files.readString(proc.resolve("cmdline")).contains("DecodeWorker")) continue;
                    if (Files.readString(proc.resolve("comm")).strip().equals("bwrap")) continue;
                    for (var line : Files.readAllLines(proc.resolve("status")))
                        if (line.startsWith("VmPeak:"))
                            peak = Math.max(peak, Long.parseLong(line.replaceAll("[^0-9]", "")));
                    try (var descriptors = Files.list(proc.resolve("fd"))) {
                        for (var one : descriptors.toList()) {
                            String what = Files.readSymbolicLink(one).toString();
                            if (!OPENED_BEFORE.matcher(what).matches()) open.add(what);
                        }
                    }
                } catch (IOException _) {
                    // It ended meanwhile.
                }
            }
            return new Watched(peak, open);
        }
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
