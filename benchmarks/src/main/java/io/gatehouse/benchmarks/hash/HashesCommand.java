package io.gatehouse.benchmarks.hash;

import io.gatehouse.moderation.hash.HashIndex;
import io.gatehouse.moderation.hash.HashSnapshot;
import io.gatehouse.moderation.hash.NearHashes;
import io.gatehouse.moderation.hash.PdqHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The search among known hashes: how fast, how much memory, how soon after a start, and whether it finds what is there. */
@Command(
        name = "hashes",
        description = {
            "Searches made PDQ hashes within radius 31 on one core: searches a second of wall clock and of processor time,",
            "memory, start from a snapshot, how soon a new hash is found, brute force beside it in turns, and a campaign",
            "that compares answers with brute force. Half of the questions are random, half are near a known hash.",
            "Ends with 1 when an answer differs."
        },
        mixinStandardHelpOptions = true)
public final class HashesCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;
    private static final int DIFFERS = 1;

    /** For the memory of the index that was saved to go back; then what is left of it is counted. */
    private static final long FORGET_NANOS = 20_000_000_000L;

    private static final long FORGOTTEN_KILOBYTES = 300_000;

    /** Of brute force, a round: each takes tens of milliseconds. */
    private static final int BRUTE_QUESTIONS = 20;

    /** Answers compared in one pass over the hashes: their questions fit into the cache. */
    private static final int BATCH = 2_000;

    @Option(names = "--count", defaultValue = "10000000", description = "known hashes (default ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--clustered",
            defaultValue = "0",
            description = "in a thousand, near copies (default ${DEFAULT-VALUE})")
    private int clustered;

    @Option(names = "--rounds", defaultValue = "5", description = "measured rounds (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--searches", defaultValue = "20000", description = "in a round (default ${DEFAULT-VALUE})")
    private int searches;

    @Option(names = "--compare", defaultValue = "2000", description = "answers compared (default ${DEFAULT-VALUE})")
    private int compare;

    @Option(
            names = "--seed",
            defaultValue = "20261130",
            description = "of hashes and questions (default ${DEFAULT-VALUE})")
    private long seed;

    private MadeHashes made = new MadeHashes(0, 0, 0);
    private SplittableRandom random = new SplittableRandom(0);

    @Override
    public Integer call() throws IOException {
        made = new MadeHashes(seed, count, clustered);
        random = new SplittableRandom(seed);
        var directory = Files.createTempDirectory("gatehouse-hashes");
        try {
            var file = directory.resolve("hashes");
            save(file);
            return measure(file) ? 0 : DIFFERS;
        } finally {
            try (var files = Files.list(directory)) {
                files.forEach(HashesCommand::delete);
            }
            Files.delete(directory);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(Path file) throws IOException {
        long begun = System.nanoTime();
        var index = HashIndex.of(made.entries(), Runnable::run);
        say("laid out %,d hashes in %.1f s", index.size(), seconds(begun));
        begun = System.nanoTime();
        index.save(file, 0);
        say("saved %,d MB in %.1f s", Files.size(file) / 1_000_000, seconds(begun));
    }

    private boolean measure(Path file) throws IOException {
        forget();
        long before = residentKilobytes();
        long begun = System.nanoTime();
        var index = HashIndex.of(HashSnapshot.read(file), Runnable::run);
        say("started from the snapshot in %.2f s", seconds(begun));
        say(
                "memory: %,d MB more than before, of the whole process %,d MB",
                (residentKilobytes() - before) / 1_000, residentKilobytes() / 1_000);
        var brute = new BruteForce(made);
        rates(index, brute);
        fresh(index);
        return compared(index, brute);
    }

    /** The index that was saved is garbage; its memory goes back some time after the collector has seen that. */
    private static void forget() {
        long deadline = System.nanoTime() + FORGET_NANOS;
        while (residentKilobytes() > FORGOTTEN_KILOBYTES && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(FORGET_NANOS / 100);
        }
    }

    private void rates(HashIndex index, BruteForce brute) {
        search(index, questions(searches));
        brute.near(questions(BRUTE_QUESTIONS), PdqHash.MATCH_DISTANCE);
        System.out.println("| round | searches/s | searches/s of processor time | brute force/s of processor time |");
        System.out.println("| --- | --- | --- | --- |");
        for (int round = 1; round <= rounds; round++) {
            var questions = questions(searches);
            long wall = System.nanoTime();
            long cpu = processorNanos();
            search(index, questions);
            double cpuSeconds = (processorNanos() - cpu) / NANOS;
            double wallSeconds = seconds(wall);
            cpu = processorNanos();
            // One at a time, as a request would ask.
            for (var question : questions(BRUTE_QUESTIONS)) brute.near(List.of(question), PdqHash.MATCH_DISTANCE);
            say(
                    "| %d | %,.0f | %,.0f | %,.1f |",
                    round,
                    searches / wallSeconds,
                    searches / cpuSeconds,
                    BRUTE_QUESTIONS / ((processorNanos() - cpu) / NANOS));
        }
        say("memory of the whole process with brute force's hashes: %,d MB", residentKilobytes() / 1_000);
    }

    private static long search(HashIndex index, List<PdqHash> questions) {
        long found = 0;
        for (var question : questions)
            found += index.find(question, PdqHash.MATCH_DISTANCE, HashIndex.MAX_FOUND)
                    .found()
                    .size();
        return found;
    }

    /** Adds hashes and asks for each at once, then takes them off again. */
    private void fresh(HashIndex index) {
        long[] nanos = new long[1_000];
        for (int i = 0; i < nanos.length; i++) {
            var hash = MadeHashes.random(random);
            long begun = System.nanoTime();
            index.add(hash, count + (long) i);
            if (index.find(hash, 0, 1).found().isEmpty()) throw new IllegalStateException("a new hash is not found");
            nanos[i] = System.nanoTime() - begun;
            index.remove(hash, count + (long) i);
        }
        Arrays.sort(nanos);
        say("a new hash was found after %.3f ms at the median, %.3f ms at most", nanos[500] / 1e6, nanos[999] / 1e6);
    }

    private boolean compared(HashIndex index, BruteForce brute) {
        long near = 0;
        int different = 0;
        long begun = System.nanoTime();
        for (int done = 0; done < compare; done += BATCH) {
            var questions = questions(Math.min(BATCH, compare - done));
            var expected = brute.near(questions, PdqHash.MATCH_DISTANCE);
            for (int i = 0; i < questions.size(); i++) {
                var all = expected.get(i);
                near += all.size();
                boolean truncated = all.size() > HashIndex.MAX_FOUND;
                var right = new NearHashes(truncated ? all.subList(0, HashIndex.MAX_FOUND) : all, truncated);
                if (!index.find(questions.get(i), PdqHash.MATCH_DISTANCE, HashIndex.MAX_FOUND)
                        .equals(right)) different++;
            }
        }
        say(
                "compared %,d answers with brute force in %.0f s: %,d near hashes, %,d answers differ (seed %d)",
                compare, seconds(begun), near, different, seed);
        return different == 0;
    }

    private List<PdqHash> questions(int number) {
        var questions = new ArrayList<PdqHash>(number);
        for (int i = 0; i < number; i++)
            questions.add(
                    i % 2 == 0
                            ? MadeHashes.random(random)
                            : MadeHashes.flipped(
                                    made.hash(random.nextInt(count)),
                                    random.nextInt(PdqHash.MATCH_DISTANCE + 5),
                                    random));
        return questions;
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / NANOS;
    }

    private static long residentKilobytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // Not Linux: the line then says 0.
            return 0;
        }
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
