package io.gatehouse.residency.attestation;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.log.RegionLog;
import io.gatehouse.residency.store.RegionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Counts, digests, signs and keeps what a region holds. Thread-safe. */
public final class Attester {
    /** Lines fetched at once: a cursor, so that no kind has to fit into memory. */
    private static final int FETCHED = 5_000;
    /** Some milliseconds of work. */
    private static final int PACED = 1_000;

    private final Database database;
    private final RegionLog log;
    private final RegionStore store;

    /** @param database the cell's own */
    public Attester(Database database, RegionLog log, RegionStore store) {
        this.database = database;
        this.log = log;
        this.store = store;
    }

    /**
     * Attests what the region holds now.
     *
     * @param facts what stands in no table, by name; names are lower-case letters and underscores, values have one line
     * @return the signed note, which is kept
     */
    public byte[] attest(Map<String, String> facts, Instant at) {
        return attest(facts, at, _ -> {});
    }

    /** @param pace as {@link #count} has it */
    public byte[] attest(Map<String, String> facts, Instant at, IntConsumer pace) {
        byte[] note = log.signText(count(facts, at, pace).text());
        database.transact(connection -> keep(connection, at, note));
        return note;
    }

    /**
     * What {@link #attest} would sign; nothing is kept. All tables are seen at one moment; objects are listed just after it, so
     * that an upload in between is among the objects and not among the media. What was interrupted begins again: of two moments
     * there is no statement.
     *
     * @param pace asked before so many lines are counted. While it waits among tables, the database keeps what others remove
     */
    public Attestation count(Map<String, String> facts, Instant at, IntConsumer pace) {
        var checkpoint = log.newestCheckpoint();
        long logSize = checkpoint.map(each -> each.size()).orElse(0L);
        var kinds = new ArrayList<Attestation.Counted>();
        database.read(connection -> {
            atOneMoment(connection);
            for (var kind : Inventory.values()) {
                if (kind == Inventory.OBJECTS) continue;
                var digest = new Digest();
                lines(connection, kind, logSize, paced(digest, pace));
                kinds.add(digest.counted(kind));
            }
            return kinds;
        });
        var objects = new Digest();
        var paced = paced(objects, pace);
        long[] bytes = new long[1];
        store.all("").forEachRemaining(object -> {
            paced.accept(object.key() + " " + object.sizeBytes());
            bytes[0] += object.sizeBytes();
        });
        kinds.add(objects.counted(Inventory.OBJECTS));
        var all = new LinkedHashMap<>(facts);
        all.put("object_bytes", Long.toString(bytes[0]));
        return new Attestation(
                log.name(),
                at,
                all,
                logSize,
                checkpoint.map(each -> each.root().base64()).orElse("AAAA"),
                kinds);
    }

    private static Consumer<String> paced(Consumer<String> lines, IntConsumer pace) {
        return new Consumer<>() {
            private int rest;

            @Override
            public void accept(String line) {
                if (rest-- == 0) {
                    pace.accept(PACED);
                    rest = PACED - 1;
                }
                lines.accept(line);
            }
        };
    }

    private static void atOneMoment(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
    }

    private static int keep(Connection connection, Instant at, byte[] note) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO attestation (at, note) VALUES (?, ?) ON CONFLICT (at) DO NOTHING")) {
            insert.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            insert.setBytes(2, note);
            return insert.executeUpdate();
        }
    }

    private static void lines(Connection connection, Inventory kind, long logSize, Consumer<String> line)
            throws SQLException {
        var sql = kind.sql();
        if (sql.isEmpty()) return;
        try (var select = connection.prepareStatement(sql.get())) {
            select.setFetchSize(FETCHED);
            if (kind.isOfTheLog()) select.setLong(1, logSize);
            try (var rows = select.executeQuery()) {
                while (rows.next()) line.accept(rows.getString(1));
            }
        }
    }

    /** The newest attestation made at that time or before; empty when there is none so old. */
    public Optional<byte[]> newest(Instant at) {
        List<byte[]> found = database.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT note FROM attestation WHERE at <= ? ORDER BY at DESC LIMIT 1")) {
                select.setObject(1, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
                try (var rows = select.executeQuery()) {
                    return rows.next() ? List.of(rows.getBytes(1)) : List.of();
                }
            }
        });
        return found.stream().findFirst();
    }

    /** The attestation of exactly that time; empty when none is kept. */
    public Optional<byte[]> keptAt(Instant at) {
        return newest(at)
                .filter(note -> Attestation.open(note, verifierKey()).at().equals(at));
    }

    /** With which {@link Attestation#open} checks what is made here. */
    public String verifierKey() {
        return log.verifierKey();
    }

    /**
     * Writes the lines of a kind as they are now, for whoever counts and digests again.
     *
     * @param logSize of the statement: lines about entries of the log are those below
     */
    public void export(Inventory kind, long logSize, Writer out) {
        Consumer<String> write = line -> {
            try {
                out.write(line);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        if (kind == Inventory.OBJECTS)
            store.all("").forEachRemaining(object -> write.accept(object.key() + " " + object.sizeBytes()));
        else
            database.read(connection -> {
                lines(connection, kind, logSize, write);
                return kind;
            });
    }
}
