package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.OwnKeys;
import io.gatehouse.residency.key.KeyRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Where an index lies: its key, wrapped by the region's key as people's keys are, and beside it the sealed files. An index can
 * always be made anew from its cell, so what cannot be opened is removed, key and all.
 */
final class IndexFiles {
    private static final String TABLE = "search_index";
    private static final String KEY = "index.key";
    private static final String FILES = "files";

    private final Path home;
    private final OwnKeys keys;

    IndexFiles(Path home, OwnKeys keys) {
        this.home = home;
        this.keys = keys;
    }

    /**
     * The directory, under a new key when there is none yet.
     *
     * @throws KeyRefusedException when the key is another region's, or damaged
     */
    Directory open() throws IOException {
        Files.createDirectories(home.resolve(FILES));
        var file = home.resolve(KEY);
        var key = Files.exists(file) ? opened(Files.readString(file, StandardCharsets.US_ASCII)) : create(file);
        return new SealedDirectory(FSDirectory.open(home.resolve(FILES)), key);
    }

    private OwnKeys.RecordKey opened(String line) {
        int space = line.indexOf(' ');
        if (space < 1) throw new KeyRefusedException("the key of the index in " + home + " was damaged");
        try {
            return keys.open(TABLE, TABLE, line.substring(0, space), HexFormat.of().parseHex(line.substring(space + 1)));
        } catch (IllegalArgumentException damaged) {
            throw new KeyRefusedException("the key of the index in " + home + " was damaged", damaged);
        }
    }

    private OwnKeys.RecordKey create(Path file) throws IOException {
        var made = keys.create(TABLE, TABLE);
        var line = made.wrapped().regionKeyId() + ' ' + HexFormat.of().formatHex(made.wrapped().bytes());
        var beside = home.resolve(KEY + ".new");
        Files.writeString(
                beside,
                line,
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        return made.key();
    }

    /** The key first: without it the rest is noise. */
    static void remove(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(KEY));
        if (!Files.exists(home)) return;
        try (var all = Files.walk(home)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
