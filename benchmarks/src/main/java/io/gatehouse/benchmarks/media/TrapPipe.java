package io.gatehouse.benchmarks.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that tells when somebody opens it: a named pipe, whose writer waits for its first reader. */
final class TrapPipe implements AutoCloseable {
    private final Path directory;
    private final Path path;
    private volatile boolean opened;

    private TrapPipe(Path directory, Path path) {
        this.directory = directory;
        this.path = path;
    }

    static TrapPipe make() throws IOException {
        var directory = Files.createTempDirectory("gatehouse-trap");
        var trap = new TrapPipe(directory, directory.resolve("trap"));
        try {
            if (new ProcessBuilder("mkfifo", "-m", "0666", trap.path.toString())
                            .start()
                            .waitFor()
                    != 0) throw new IOException("mkfifo failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Thread.ofPlatform().daemon().name("trap").start(trap::awaitReader);
        return trap;
    }

    private void awaitReader() {
        try (var _ = Files.newOutputStream(path, StandardOpenOption.WRITE)) {
            opened = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    boolean wasOpened() {
        return opened;
    }

    /** Lets its own writer go. */
    @Override
    public void close() throws IOException {
        // For both: whoever opens a pipe for reading alone waits for a writer, who may be gone by now.
        if (!opened)
            Files.newByteChannel(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
        Files.delete(path);
        Files.delete(directory);
    }
}
