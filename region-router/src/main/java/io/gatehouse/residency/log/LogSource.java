package io.gatehouse.residency.log;

import java.util.Optional;

/**
 * Where a log is read from: the region's tables, an exported directory, or a server (C2SP tlog-tiles). Implementations
 * that fail to read throw {@link java.io.UncheckedIOException}, or the database's exceptions.
 */
public interface LogSource {
    /** The signed note; empty while nothing was signed. */
    Optional<byte[]> checkpoint();

    /** A tile or entry bundle; empty when the log does not have it. */
    Optional<byte[]> tile(TilePath path);
}
