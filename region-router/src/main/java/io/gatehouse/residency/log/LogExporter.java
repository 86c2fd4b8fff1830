package io.gatehouse.residency.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a log as files laid out as tlog-tiles names them, with its verifier key in {@code key}. */
public final class LogExporter {
    private LogExporter() {}

    /** @return entries exported; a checkpoint already there is kept as {@code checkpoint.previous} */
    public static long export(RegionLog log, Path directory) {
        return export(log, log.verifierKey(), directory);
    }

    /** As {@link #export(RegionLog, Path)}, from any source. Full tiles that are there are not read again. */
    public static long export(LogSource log, String verifierKey, Path directory) {
        var note = log.checkpoint().orElseThrow(() -> new IllegalStateException("the log has no checkpoint yet"));
        long size = Checkpoint.parse(SignedNote.open(note, NoteKeys.parse(verifierKey)))
                .size();
        try {
            Files.createDirectories(directory);
            var wanted = new HashSet<Path>();
            for (var path : Stream.concat(TilePath.ofTree(size).stream(), TilePath.ofEntries(size).stream())
                    .toList()) {
                var file = directory.resolve(path.format());
                wanted.add(file);
                if (path.isPartial() || !Files.exists(file)) write(file, read(log, path));
            }
            removeOthers(directory.resolve("tile"), wanted);
            write(directory.resolve(DirectoryLogSource.KEY), (verifierKey + '\n').getBytes(StandardCharsets.UTF_8));
            var checkpoint = directory.resolve(DirectoryLogSource.CHECKPOINT);
            if (Files.exists(checkpoint))
                Files.move(
                        checkpoint,
                        directory.resolve(DirectoryLogSource.PREVIOUS),
                        StandardCopyOption.REPLACE_EXISTING);
            write(checkpoint, note);
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot export to " + directory, e);
        }
    }

    private static byte[] read(LogSource log, TilePath path) {
        return log.tile(path)
                .orElseThrow(
                        () -> new IllegalStateException("the log lacks " + path.format() + ", which it signed for"));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes);
    }

    /** Partial tiles of an earlier export, which have grown since. */
    private static void removeOthers(Path tiles, Set<Path> wanted) throws IOException {
        if (!Files.exists(tiles)) return;
        try (var files = Files.walk(tiles)) {
            for (var file : files.filter(Files::isRegularFile).toList()) if (!wanted.contains(file)) Files.delete(file);
        }
    }
}
