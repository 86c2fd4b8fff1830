package io.gatehouse.residency.region;

import java.nio.file.Path;

/** Reads the three residency files; a stub until the next commit. */
final class TopologyLoader {
    private final Path directory;

    TopologyLoader(Path directory) {
        this.directory = directory;
    }

    Topology load() {
        if (directory.isAbsolute()) throw new UnsupportedOperationException("not yet");
        throw new IllegalStateException("not yet");
    }
}
