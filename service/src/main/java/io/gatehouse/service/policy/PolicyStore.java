package io.gatehouse.service.policy;

import io.gatehouse.residency.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Versions in the control database. A change holds the lock of the one row of {@code policy_state}, so changes happen one
 * after the other on any number of nodes, whole or not at all. Every method throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; repeating is safe.
 */
final class PolicyStore {
    /** What is shown of a history; older events stay in the table. */
    static final int EVENTS_SHOWN = 200;

    private static final String VERSION = """
            SELECT v.*,
              ARRAY(SELECT key_id FROM policy_author a WHERE a.digest = v.digest ORDER BY 1) AS authors,
              ARRAY(SELECT key_id FROM policy_approval a WHERE a.digest = v.digest ORDER BY approved_at) AS approvals
            FROM policy_version v""";

    private final Database control;

    PolicyStore(Database control) {
        this.control = control;
    }

    Database database() {
        return control;
    }

    /** Runs a change under the lock; nodes look again when it committed. */
    <R> R change(Database.Work<R> work) {
        return control.transact(connection -> {
            Sql.update(connection, "UPDATE policy_state SET revision = revision + 1");
            return work.run(connection);
        });
    }

    /**
     * As {@link #change}, unless somebody changed anything since this revision: then what the caller knows may be of
     * yesterday, and nothing happens.
     *
     * @param work answers whether it changed anything
     */
    boolean changeUnlessChanged(long since, Database.Work<Boolean> work) {
        return control.transact(connection -> {
            long now = Sql.first(connection, "SELECT revision FROM policy_state FOR UPDATE", row -> row.getLong(1))
                    .orElseThrow();
            if (now != since || !work.run(connection)) return false;
            Sql.update(connection, "UPDATE policy_state SET revision = revision + 1");
            return true;
        });
    }

    long revision() {
        return control.read(
                connection -> Sql.first(connection, "SELECT revision FROM policy_state", row -> row.getLong(1))
                        .orElseThrow());
    }

    /** Whether a person ever published through the API, so that the store rules and no directory does. */
    boolean isPublished() {
        return control.read(
                connection -> Sql.first(connection, "SELECT published FROM policy_state", row -> row.getBoolean(1))
                        .orElseThrow());
    }

    /**
     * Stores a version as a draft, its files once by digest.
     *
     * @param authors ids of keys; the first one stored it
     * @return false when the version was known already, and nothing changed
     */
    static boolean add(
            Connection connection,
            String digest,
            String version,
            int rules,
            PolicyFiles files,
            List<String> authors,
            Instant now)
            throws SQLException {
        int added = Sql.update(connection, """
                INSERT INTO policy_version (digest, version, stage, rules, created_at, created_by, staged_at)
                VALUES (?, ?, 'draft', ?, ?, ?, ?) ON CONFLICT DO NOTHING""", digest, version, rules, now, authors.getFirst(), now);
        if (added == 0) return false;
        for (var file : files.byPath().entrySet()) {
            String sha256 = putBlob(connection, file.getValue());
            Sql.update(
                    connection,
                    "INSERT INTO policy_file (digest, path, sha256, size_bytes) VALUES (?, ?, ?, ?)",
                    digest,
                    file.getKey(),
                    sha256,
                    file.getValue().length);
        }
        for (String author : authors)
            Sql.update(
                    connection,
                    "INSERT INTO policy_author (digest, key_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    digest,
                    author);
        return true;
    }

    static String putBlob(Connection connection, byte[] bytes) throws SQLException {
        String sha256 = PolicyFiles.digestOf(bytes);
        Sql.update(
                connection,
                "INSERT INTO policy_blob (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
                sha256,
                bytes);
        return sha256;
    }

    PolicyFiles files(String digest) {
        return control.read(connection -> {
            var files = new TreeMap<String, byte[]>();
            Sql.query(
                    connection,
                    "SELECT path, bytes FROM policy_file JOIN policy_blob USING (sha256) WHERE digest = ?",
                    row -> files.put(row.getString(1), row.getBytes(2)),
                    digest);
            return new PolicyFiles(files);
        });
    }

    /** @param sha256 of the content */
    record FileEntry(String path, String sha256, long sizeBytes) {}

    List<FileEntry> fileList(String digest) {
        return control.read(connection -> Sql.query(
                connection,
                "SELECT path, sha256, size_bytes FROM policy_file WHERE digest = ? ORDER BY path",
                row -> new FileEntry(row.getString(1), row.getString(2), row.getLong(3)),
                digest));
    }

    Optional<byte[]> file(String digest, String path) {
        return control.read(connection -> Sql.first(
                connection,
                "SELECT bytes FROM policy_file JOIN policy_blob USING (sha256) WHERE digest = ? AND path = ?",
                row -> row.getBytes(1),
                digest,
                path));
    }

    Optional<byte[]> blob(String sha256) {
        return control.read(connection -> Sql.first(
                connection, "SELECT bytes FROM policy_blob WHERE sha256 = ?", row -> row.getBytes(1), sha256));
    }

    Optional<StoredVersion> version(String digest) {
        return control.read(connection -> version(connection, digest));
    }

    static Optional<StoredVersion> version(Connection connection, String digest) throws SQLException {
        return Sql.first(connection, VERSION + " WHERE v.digest = ?", PolicyStore::read, digest);
    }

    /** Newest first. */
    List<StoredVersion> versions(int limit) {
        return control.read(connection -> Sql.query(
                connection, VERSION + " ORDER BY v.staged_at DESC, v.digest LIMIT ?", PolicyStore::read, limit));
    }

    /** Every version that a digest, the beginning of one, or a version's own name may mean. */
    List<StoredVersion> named(String name) {
        return control.read(connection -> Sql.query(
                connection,
                VERSION + " WHERE v.version = ? OR starts_with(v.digest, ?) OR starts_with(v.digest, ?) LIMIT 10",
                PolicyStore::read,
                name,
                name,
                "sha256:" + name));
    }

    List<StoredVersion> in(Stage stage) {
        return control.read(connection -> in(connection, stage));
    }

    static List<StoredVersion> in(Connection connection, Stage stage) throws SQLException {
        return Sql.query(
                connection,
                VERSION + " WHERE v.stage = ? ORDER BY v.staged_at, v.digest",
                PolicyStore::read,
                stage.wireName());
    }

    static Optional<StoredVersion> active(Connection connection) throws SQLException {
        return in(connection, Stage.ACTIVE).stream().findFirst();
    }

    private static StoredVersion read(ResultSet row) throws SQLException {
        return new StoredVersion(
                row.getString("digest"),
                row.getString("version"),
                Stage.ofWireName(row.getString("stage")).orElseThrow(),
                Sql.integerOrNull(row, "percent"),
                row.getInt("rules"),
                Sql.instant(row, "created_at"),
                row.getString("created_by"),
                Sql.instant(row, "staged_at"),
                row.getBoolean("was_active"),
                Sql.texts(row, "authors"),
                Sql.texts(row, "approvals"));
    }

    static void happened(Connection connection, PolicyEvent event) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO policy_event (kind, digest, rule_id, percent, replaced_digest, by_key, reason, alert, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                event.kind(),
                event.digest(),
                event.rule(),
                event.percent(),
                event.replaced(),
                event.by(),
                event.reason(),
                event.alert(),
                event.at());
    }

    /** Newest first. */
    List<PolicyEvent> history(String digest) {
        return control.read(connection -> Sql.query(
                connection,
                "SELECT * FROM policy_event WHERE digest = ? OR replaced_digest = ? ORDER BY event_id DESC LIMIT ?",
                PolicyStore::event,
                digest,
                digest,
                EVENTS_SHOWN));
    }

    /** Newest first. */
    List<PolicyEvent> alerts() {
        return control.read(connection -> Sql.query(
                connection,
                "SELECT * FROM policy_event WHERE alert ORDER BY event_id DESC LIMIT ?",
                PolicyStore::event,
                EVENTS_SHOWN));
    }

    /** In order, after an event. */
    List<PolicyEvent> eventsAfter(long eventId, int limit) {
        return control.read(connection -> Sql.query(
                connection,
                "SELECT * FROM policy_event WHERE event_id > ? ORDER BY event_id LIMIT ?",
                PolicyStore::event,
                eventId,
                limit));
    }

    static PolicyEvent event(ResultSet row) throws SQLException {
        return new PolicyEvent(
                row.getLong("event_id"),
                row.getString("kind"),
                row.getString("digest"),
                row.getString("rule_id"),
                Sql.integerOrNull(row, "percent"),
                row.getString("replaced_digest"),
                row.getString("by_key"),
                row.getString("reason"),
                row.getBoolean("alert"),
                Sql.instant(row, "at"));
    }

    /** Up to which event a region's log has a copy of each; 0 when it has none. */
    long loggedUpTo(String region) {
        return control.read(connection -> Sql.first(
                        connection,
                        "SELECT event_id FROM policy_event_logged WHERE region = ?",
                        row -> row.getLong(1),
                        region)
                .orElse(0L));
    }

    void logged(String region, long eventId) {
        control.<Integer>transact(connection -> Sql.update(connection, """
                INSERT INTO policy_event_logged (region, event_id) VALUES (?, ?)
                ON CONFLICT (region) DO UPDATE SET event_id = greatest(policy_event_logged.event_id, excluded.event_id)""", region, eventId));
    }

    List<OverrideRows.OverrideRow> overrides(String digest) {
        return control.read(connection -> OverrideRows.of(connection, List.of(digest)));
    }

    /** How often rules of a version matched since a moment. */
    Map<String, RuleCountRow> counts(String digest, Instant since) {
        return control.read(connection -> counts(connection, digest, since));
    }

    record RuleCountRow(long matched, long restricted) {}

    static Map<String, RuleCountRow> counts(Connection connection, String digest, Instant since) throws SQLException {
        var counts = new TreeMap<String, RuleCountRow>();
        Sql.query(
                connection,
                """
                SELECT rule_id, sum(matched) AS matched, sum(restricted) AS restricted FROM policy_count
                WHERE digest = ? AND minute >= ? GROUP BY rule_id""",
                row -> counts.put(
                        row.getString("rule_id"), new RuleCountRow(row.getLong("matched"), row.getLong("restricted"))),
                digest,
                since);
        return counts;
    }
}
