package io.gatehouse.residency.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Every byte of every file: tables, write-ahead log, objects, keys, program output, temporary files. */
public final class FileSearch {
    private final Needles needles;
    private final List<String> faults = new ArrayList<>();
    private final LongConsumer progress;
    private long files;
    private long bytes;

    /** @param progress told the bytes searched, after each file */
    public FileSearch(Needles needles, LongConsumer progress) {
        this.needles = needles;
        this.progress = progress;
    }

    public void search(Path root) {
        if (!Files.exists(root)) return;
        try (var paths = Files.walk(root)) {
            for (var file : paths.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                searchFile(root, file);
                progress.accept(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search " + root, e);
        }
    }

    private void searchFile(Path root, Path file) throws IOException {
        needles.firstIn(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8))
                .ifPresent(needle -> faults.add("the name of " + file + " holds " + needle));
        try (var in = Files.newInputStream(file)) {
            bytes += Files.size(file);
            files++;
            needles.firstIn(in).ifPresent(needle -> faults.add(file + " holds " + needle));
        } catch (NoSuchFileException _) {
            // The database renames and removes files of its own while it runs.
        }
    }

    public List<String> faults() {
        return List.copyOf(faults);
    }

    public String summary() {
        return "%,d files, %,d MiB searched byte by byte, %d with a canary"
                .formatted(files, bytes >> 20, faults.size());
    }
}
