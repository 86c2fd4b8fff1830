package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.key.RegionKey;
import io.gatehouse.residency.log.RegionLog;
import io.gatehouse.residency.region.RegionId;
import java.nio.file.Path;
import java.time.Clock;

/** One region's cell as this process serves it: its tables, its commit point, its log. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester") // Stub.
public final class Cell implements AutoCloseable {
    /**
     * Brings the tables up to date and starts the writer and the log integrator.
     *
     * @param database the cell's own; closed by the caller after the cell
     * @param keys directory of the cell's own secrets (log key, digest key), created 0600 when the cell is new
     * @param logName name of the region's log in checkpoints; its last path segment is the region, for example
     *     {@code gatehouse.example/eu-west-1}
     */
    public static Cell open(
            RegionId region, Database database, RegionKey regionKey, Path keys, String logName, Clock clock) {
        throw new UnsupportedOperationException(
                "not yet: " + region + database + regionKey.keyId() + keys + logName + clock);
    }

    public RegionId region() {
        throw new UnsupportedOperationException("not yet");
    }

    public CellWriter writer() {
        throw new UnsupportedOperationException("not yet");
    }

    public CellReader reader() {
        throw new UnsupportedOperationException("not yet");
    }

    public RegionLog log() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Waits for what is being written, signs a last checkpoint, stops. */
    @Override
    public void close() {}
}
