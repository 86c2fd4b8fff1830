package io.gatehouse.service.policy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Versions in the making: files that people edit one at a time, each edit naming the state that it changes, so that nobody
 * overwrites what another wrote meanwhile.
 */
final class DraftStore {
    /** Drafts are work at hand, not an archive. */
    static final int MAX_DRAFTS = 200;

    private final PolicyStore store;
    private final Clock clock;

    DraftStore(PolicyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param base digest of the version it began as; null for none */
    record Draft(
            String name,
            @Nullable String base,
            String createdBy,
            Instant createdAt,
            Instant changedAt,
            List<String> authors) {
        Draft {
            authors = List.copyOf(authors);
        }
    }

    /** What came of a change to one file. */
    sealed interface Change {
        /** @param sha256 of the file now; null when it is gone */
        record Changed(@Nullable String sha256) implements Change {}

        /** @param current digest of the file as it is now; null when there is none */
        record ChangedMeanwhile(@Nullable String current) implements Change {}

        record NoSuchDraft() implements Change {}
    }

    /** What a change expects to find. */
    sealed interface Expected {
        record Content(String sha256) implements Expected {}

        record Nothing() implements Expected {}
    }

    /** @return false when there is one of this name, or too many */
    boolean create(String name, @Nullable String base, String key) {
        return store.database().transact(connection -> {
            long drafts = Sql.first(connection, "SELECT count(*) FROM policy_draft", row -> row.getLong(1))
                    .orElseThrow();
            if (drafts >= MAX_DRAFTS) return false;
            Instant now = clock.instant();
            int added = Sql.update(connection, """
                    INSERT INTO policy_draft (name, base_digest, created_by, created_at, changed_at)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", name, base, key, now, now);
            if (added == 0) return false;
            Sql.update(connection, """
                    INSERT INTO policy_draft_file (name, path, sha256, size_bytes)
                    SELECT ?, path, sha256, size_bytes FROM policy_file WHERE digest = ?""", name, base);
            touch(connection, name, key);
            return true;
        });
    }

    private void touch(Connection connection, String name, String key) throws SQLException {
        Sql.update(connection, "UPDATE policy_draft SET changed_at = ? WHERE name = ?", clock.instant(), name);
        Sql.update(
                connection,
                "INSERT INTO policy_draft_author (name, key_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                name,
                key);
    }

    List<Draft> all() {
        return drafts("");
    }

    Optional<Draft> draft(String name) {
        return drafts(name).stream().findFirst();
    }

    private List<Draft> drafts(String name) {
        return store.database()
                .read(connection -> Sql.query(
                        connection,
                        """
                SELECT d.*, ARRAY(SELECT key_id FROM policy_draft_author a WHERE a.name = d.name ORDER BY 1) AS authors
                FROM policy_draft d WHERE d.name = ? OR ? = '' ORDER BY d.changed_at DESC, d.name""",
                        row -> new Draft(
                                row.getString("name"),
                                row.getString("base_digest"),
                                row.getString("created_by"),
                                Sql.instant(row, "created_at"),
                                Sql.instant(row, "changed_at"),
                                Sql.texts(row, "authors")),
                        name,
                        name));
    }

    boolean delete(String name) {
        return store.database()
                .transact(connection -> Sql.update(connection, "DELETE FROM policy_draft WHERE name = ?", name) == 1);
    }

    List<PolicyStore.FileEntry> fileList(String name) {
        return store.database()
                .read(connection -> Sql.query(
                        connection,
                        "SELECT path, sha256, size_bytes FROM policy_draft_file WHERE name = ? ORDER BY path",
                        row -> new PolicyStore.FileEntry(row.getString(1), row.getString(2), row.getLong(3)),
                        name));
    }

    Optional<byte[]> file(String name, String path) {
        return store.database()
                .read(connection -> Sql.first(
                        connection,
                        "SELECT bytes FROM policy_draft_file JOIN policy_blob USING (sha256) WHERE name = ? AND path = ?",
                        row -> row.getBytes(1),
                        name,
                        path));
    }

    Change put(String name, String path, byte[] bytes, Expected expected, String key) {
        return change(name, path, key, connection -> {
            String sha256 = PolicyStore.putBlob(connection, bytes);
            int changed = switch (expected) {
                case Expected.Content(var before) ->
                    Sql.update(
                            connection,
                            "UPDATE policy_draft_file SET sha256 = ?, size_bytes = ? WHERE name = ? AND path = ? AND sha256 = ?",
                            sha256,
                            bytes.length,
                            name,
                            path,
                            before);
                case Expected.Nothing() -> Sql.update(connection, """
                            INSERT INTO policy_draft_file (name, path, sha256, size_bytes) VALUES (?, ?, ?, ?)
                            ON CONFLICT DO NOTHING""", name, path, sha256, bytes.length);
            };
            return changed == 1 ? new Change.Changed(sha256) : null;
        });
    }

    Change remove(String name, String path, String sha256, String key) {
        return change(
                name,
                path,
                key,
                connection -> Sql.update(
                                        connection,
                                        "DELETE FROM policy_draft_file WHERE name = ? AND path = ? AND sha256 = ?",
                                        name,
                                        path,
                                        sha256)
                                == 1
                        ? new Change.Changed(null)
                        : null);
    }

    @FunctionalInterface
    private interface Attempt {
        /** Null when the file is not as expected. */
        @Nullable
        Change run(Connection connection) throws SQLException;
    }

    private Change change(String name, String path, String key, Attempt attempt) {
        return store.database().transact(connection -> {
            // Locked, so that freezing sees all of a change or nothing.
            var there = Sql.first(
                    connection,
                    "SELECT name FROM policy_draft WHERE name = ? FOR UPDATE",
                    row -> row.getString(1),
                    name);
            if (there.isEmpty()) return new Change.NoSuchDraft();
            Change changed = attempt.run(connection);
            if (changed == null)
                return new Change.ChangedMeanwhile(Sql.first(
                                connection,
                                "SELECT sha256 FROM policy_draft_file WHERE name = ? AND path = ?",
                                row -> row.getString(1),
                                name,
                                path)
                        .orElse(null));
            touch(connection, name, key);
            return changed;
        });
    }

    /** A draft's files, with the moment of its last change. */
    record Snapshot(Draft draft, PolicyFiles files) {}

    Optional<Snapshot> snapshot(String name) {
        var draft = draft(name);
        if (draft.isEmpty()) return Optional.empty();
        var files = store.database().read(connection -> {
            var read = new TreeMap<String, byte[]>();
            Sql.query(
                    connection,
                    "SELECT path, bytes FROM policy_draft_file JOIN policy_blob USING (sha256) WHERE name = ?",
                    row -> read.put(row.getString(1), row.getBytes(2)),
                    name);
            return new PolicyFiles(read);
        });
        return Optional.of(new Snapshot(draft.get(), files));
    }

    /** Ends a draft that became a version, unless somebody went on editing it. */
    void frozen(Draft draft) {
        store.database()
                .<Integer>transact(connection -> Sql.update(
                        connection,
                        "DELETE FROM policy_draft WHERE name = ? AND changed_at = ?",
                        draft.name(),
                        draft.changedAt()));
    }

    /** Everyone whose hand is in it, the one who freezes it first. */
    static List<String> authors(Draft draft, String key) {
        var authors = new ArrayList<>(List.of(key));
        draft.authors().stream().filter(author -> !author.equals(key)).forEach(authors::add);
        return authors;
    }
}
