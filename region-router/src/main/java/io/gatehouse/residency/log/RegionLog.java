package io.gatehouse.residency.log;

import io.gatehouse.residency.database.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One region's log, read from its tables: what the HTTP log endpoints and the exporter serve. Thread-safe. */
public final class RegionLog implements LogSource {
    private final Database database;
    private final LogKey key;

    public RegionLog(Database database, LogKey key) {
        this.database = database;
        this.key = key;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return database.read(LogTables::newestCheckpoint);
    }

    /** Only what the newest checkpoint covers is served. */
    @Override
    public Optional<byte[]> tile(TilePath path) {
        if (path.level() != TilePath.ENTRIES) return database.read(connection -> LogTables.tile(connection, path));
        long from = path.n() * TilePath.FULL;
        long to = from + path.width();
        if (to > size()) return Optional.empty();
        return Optional.of(EntryBundle.write(database.read(c -> LogTables.entries(c, from, to))));
    }

    /** The verifier key ({@code name+hash+base64}) that checks this log's checkpoints. */
    public String verifierKey() {
        return key.verifierKey();
    }

    /** The log's name. */
    public String name() {
        return key.name();
    }

    /** Signs a statement about the region with the log's key, see {@link SignedStatement}. */
    public String sign(Map<String, ?> statement) {
        return SignedStatement.write(statement, key);
    }

    /** Entries covered by the newest checkpoint. */
    public long size() {
        return newest().map(Checkpoint::size).orElse(0L);
    }

    /** That entry {@code index} is covered by the newest checkpoint: siblings, lowest first (RFC 6962 section 2.1.1). */
    public List<TreeHash> inclusionProof(long index) {
        long size = size();
        return new TileTree(this::tile, size).inclusionProof(index, size);
    }

    /** That the newest checkpoint covers all that the one of {@code earlierSize} did (RFC 6962 section 2.1.2). */
    public List<TreeHash> consistencyProof(long earlierSize) {
        long size = size();
        return new TileTree(this::tile, size).consistencyProof(earlierSize, size);
    }

    private Optional<Checkpoint> newest() {
        return checkpoint().map(note -> Checkpoint.parse(SignedNote.open(note, NoteKeys.parse(verifierKey()))));
    }

    @Override
    public String toString() {
        return "log " + key.name();
    }
}
