package io.gatehouse.benchmarks.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at the decoders of this process from outside, by what the kernel says of them, all the time: what they hold open, how much
 * memory they take, and for how long each of them has one file. Thread-safe.
 */
final class WorkerWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(25);

    /** Pipes to the program, the program's own files, and its own use of memory: opened before the doors closed. */
    private static final Pattern OPENED_BEFORE =
            Pattern.compile("pipe:.*|.*\\.jar|.*/lib/modules|/dev/null|/proc/[0-9]+/statm");

    private final Duration most;
    private final long mostMemoryBytes;
    private final List<String> escapes = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final Map<Long, Long> since = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-watch").unstarted(this::run);
    private String file = "";
    private long peakKib;
    private volatile boolean closed;

    /** @param most that one decoder may have one file; whoever is looked at twice has two decoders for it */
    private WorkerWatch(Duration most, long mostMemoryBytes) {
        this.most = most;
        this.mostMemoryBytes = mostMemoryBytes;
    }

    static WorkerWatch start(Duration most, long mostMemoryBytes) {
        var watch = new WorkerWatch(most, mostMemoryBytes);
        watch.thread.start();
        return watch;
    }

    /** From now on decoders have another file. */
    synchronized void begins(String name) {
        file = name;
        since.clear();
    }

    /** They have none. */
    synchronized void ends() {
        look();
        file = "";
        since.clear();
    }

    synchronized long peakKib() {
        return peakKib;
    }

    synchronized List<String> escapes() {
        return List.copyOf(escapes);
    }

    /** How many decoders there are. */
    static int workers() {
        return (int) ProcessHandle.current()
                .descendants()
                .filter(WorkerWatch::isWorker)
                .count();
    }

    private void run() {
        try {
            while (!closed) {
                synchronized (this) {
                    look();
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    /** The decoder itself, not what holds it. */
    private static boolean isWorker(ProcessHandle process) {
        try {
            var proc = proc(process);
            return Files.readString(proc.resolve("cmdline")).contains("DecodeWorker")
                    && !Files.readString(proc.resolve("comm")).strip().equals("bwrap");
        } catch (IOException _) {
            // It ended meanwhile.
            return false;
        }
    }

    private void look() {
        var now = System.nanoTime();
        for (var process : ProcessHandle.current().descendants().toList()) {
            if (!isWorker(process)) continue;
            if (!file.isEmpty()) {
                long had = now - since.computeIfAbsent(process.pid(), _ -> now);
                if (had > most.toNanos()) tell("time: " + file, " a decoder has it for more than " + most);
            }
            try {
                look(proc(process));
            } catch (IOException _) {
                // It ended meanwhile.
            }
        }
    }

    private void look(Path proc) throws IOException {
        for (var line : Files.readAllLines(proc.resolve("status")))
            if (line.startsWith("VmPeak:")) peakKib = Math.max(peakKib, Long.parseLong(line.replaceAll("[^0-9]", "")));
        if (peakKib * 1024 > mostMemoryBytes) tell("memory: " + file, " " + peakKib + " KiB");
        // Before its doors are closed a decoder opens what it needs; it has no file then.
        if (file.isEmpty() || isStarting(proc)) return;
        try (var descriptors = Files.list(proc.resolve("fd"))) {
            for (var one : descriptors.toList()) {
                String what = Files.readSymbolicLink(one).toString();
                if (!OPENED_BEFORE.matcher(what).matches()) tell("open: " + file, " " + what);
            }
        }
    }

    /** No filter of system calls lies over it yet but those that lie over this process, too. */
    private static boolean isStarting(Path proc) throws IOException {
        return filters(proc) <= filters(Path.of("/proc/self"));
    }

    private static int filters(Path proc) throws IOException {
        for (var line : Files.readAllLines(proc.resolve("status")))
            if (line.startsWith("Seccomp_filters:")) return Integer.parseInt(line.replaceAll("[^0-9]", ""));
        throw new IOException("this kernel does not say how many filters of system calls there are");
    }

    /** Once for each file and kind. */
    private void tell(String what, String how) {
        if (told.add(what)) escapes.add(what + how);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
