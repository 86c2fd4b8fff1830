package io.gatehouse.residency.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** An exported log: files laid out as C2SP tlog-tiles names them. */
public final class DirectoryLogSource implements LogSource {
    static final String CHECKPOINT = "checkpoint";
    static final String PREVIOUS = "checkpoint.previous";
    static final String KEY = "key";

    private final Path directory;

    public DirectoryLogSource(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return file(CHECKPOINT);
    }

    @Override
    public Optional<byte[]> tile(TilePath path) {
        return file(path.format());
    }

    Optional<byte[]> file(String name) {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(name)));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory.resolve(name), e);
        }
    }
}
