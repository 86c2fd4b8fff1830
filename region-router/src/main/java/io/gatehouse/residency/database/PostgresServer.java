package io.gatehouse.residency.database;

import java.nio.file.Path;

/**
 * The embedded PostgreSQL of one data directory: started, watched, restarted when it dies, stopped. It listens on
 * 127.0.0.1 only, asks for passwords (SCRAM) kept in a file only the owner reads, and is refused when it does not
 * sync. A server left behind by a killed Gatehouse is stopped cleanly first. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class PostgresServer implements AutoCloseable {
    /**
     * Starts the server of {@code data}/postgres, creating it when new.
     *
     * @throws DataDirectoryInUseException when another Gatehouse holds the directory
     * @throws ServerStartException when it does not start, or is not durable
     */
    public static PostgresServer start(Path data) {
        throw new UnsupportedOperationException("not yet: " + data);
    }

    /**
     * The database of this name, created with a role of its own when missing: no other role can connect to it.
     *
     * @param name lower-case letters, digits and underscores
     * @param connections most connections held at once
     */
    public Database database(String name, int connections) {
        throw new UnsupportedOperationException("not yet: " + name + connections);
    }

    /** Stops the server cleanly and gives the data directory free. Close the databases first. */
    @Override
    public void close() {}
}
