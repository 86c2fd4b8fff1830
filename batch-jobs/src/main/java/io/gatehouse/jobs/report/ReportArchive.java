package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.KeptReport.KeptFile;
import io.gatehouse.residency.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reports that were made, in the control database, which all regions share: only what is about nobody may be kept here. What is kept
 * is never changed; the database itself refuses to. Thread-safe.
 */
public final class ReportArchive {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** Files of a whole report: some megabytes, of a large operator. */
    private static final long MOST_BYTES = 256L << 20;

    private final Database control;

    public ReportArchive(Database control) {
        this.control = control;
    }

    /**
     * What is to be kept.
     *
     * @param version the one after the newest, as the caller saw it; 0 for a draft
     */
    public record New(
            String id,
            String name,
            String scope,
            LocalDate from,
            LocalDate to,
            int version,
            Instant madeAt,
            Instant asOf,
            String madeBy,
            LocalDate published,
            LocalDate keepUntil,
            Map<String, Object> about,
            List<ReportFile> files) {
        public New {
            about = Map.copyOf(about);
            files = List.copyOf(files);
            if (files.stream().mapToLong(file -> file.bytes().length).sum() > MOST_BYTES)
                throw new IllegalArgumentException("a report of more than " + MOST_BYTES + " bytes");
        }
    }

    /** Empty when somebody else made this version meanwhile. A draft replaces the one before. */
    public Optional<KeptReport> keep(New report) {
        String digest = ReportFile.sha256(KeptReport.manifest(report.files()).getBytes(StandardCharsets.UTF_8));
        return control.transact(connection -> {
            if (report.version() == 0)
                try (var delete = connection.prepareStatement("DELETE FROM report WHERE name = ? AND scope = ?"
                        + " AND period_from = ? AND period_to = ? AND version = 0")) {
                    delete.setString(1, report.name());
                    delete.setString(2, report.scope());
                    delete.setObject(3, report.from());
                    delete.setObject(4, report.to());
                    delete.executeUpdate();
                }
            if (!insert(connection, report, digest)) return Optional.empty();
            files(connection, report);
            return find(connection, report.id());
        });
    }

    private static boolean insert(Connection connection, New report, String digest) throws SQLException {
        try (var insert = connection.prepareStatement("""
            INSERT INTO report (report_id, name, scope, period_from, period_to, version, made_at, as_of, made_by, published,
              keep_until, digest, about)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """)) {
            insert.setString(1, report.id());
            insert.setString(2, report.name());
            insert.setString(3, report.scope());
            insert.setObject(4, report.from());
            insert.setObject(5, report.to());
            insert.setInt(6, report.version());
            insert.setObject(7, report.madeAt().atOffset(ZoneOffset.UTC));
            insert.setObject(8, report.asOf().atOffset(ZoneOffset.UTC));
            insert.setString(9, report.madeBy());
            insert.setObject(10, report.published());
            insert.setObject(11, report.keepUntil());
            insert.setString(12, digest);
            insert.setString(13, JSON.writeValueAsString(report.about()));
            return insert.executeUpdate() == 1;
        }
    }

    private static void files(Connection connection, New report) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO report_file (report_id, n, name, media_type, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?)")) {
            int n = 0;
            for (var file : report.files()) {
                insert.setString(1, report.id());
                insert.setInt(2, n++);
                insert.setString(3, file.name());
                insert.setString(4, file.mediaType());
                insert.setString(5, file.sha256());
                insert.setBytes(6, file.bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    public Optional<KeptReport> find(String id) {
        return control.read(connection -> find(connection, id));
    }

    private static Optional<KeptReport> find(Connection connection, String id) throws SQLException {
        return query(connection, "SELECT * FROM report WHERE report_id = ?", id).stream()
                .findFirst();
    }

    /**
     * The newest first.
     *
     * @param name null for every name
     */
    public List<KeptReport> list(@Nullable String name, int limit) {
        return control.read(connection -> query(
                connection,
                "SELECT * FROM report WHERE ?::text IS NULL OR name = ? ORDER BY made_at DESC, report_id LIMIT ?",
                name,
                name,
                limit));
    }

    /** The newest version, drafts aside. */
    public Optional<KeptReport> newest(String name, String scope, LocalDate from, LocalDate to) {
        return control.read(connection -> query(
                        connection,
                        "SELECT * FROM report WHERE name = ? AND scope = ? AND period_from = ? AND period_to = ?"
                                + " AND version > 0 ORDER BY version DESC LIMIT 1",
                        name,
                        scope,
                        from,
                        to)
                .stream()
                .findFirst());
    }

    /** When the latest report about an earlier period was published. */
    public Optional<LocalDate> publishedBefore(String name, String scope, LocalDate from) {
        return control.read(connection -> query(
                        connection,
                        "SELECT * FROM report WHERE name = ? AND scope = ? AND period_to < ? AND version > 0"
                                + " ORDER BY published DESC LIMIT 1",
                        name,
                        scope,
                        from)
                .stream()
                .map(KeptReport::published)
                .findFirst());
    }

    /** A file with its bytes; empty when there is none of that name. */
    public Optional<ReportFile> file(String id, String name) {
        return control.read(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT media_type, bytes FROM report_file WHERE report_id = ? AND name = ?")) {
                select.setString(1, id);
                select.setString(2, name);
                try (var rows = select.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new ReportFile(name, rows.getString(1), rows.getBytes(2)))
                            : Optional.empty();
                }
            }
        });
    }

    private static List<KeptReport> query(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) select.setObject(i + 1, values[i]);
            var found = new ArrayList<KeptReport>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) found.add(read(connection, rows));
            }
            return found;
        }
    }

    private static KeptReport read(Connection connection, ResultSet row) throws SQLException {
        String id = row.getString("report_id");
        return new KeptReport(
                id,
                row.getString("name"),
                row.getString("scope"),
                row.getObject("period_from", LocalDate.class),
                row.getObject("period_to", LocalDate.class),
                row.getInt("version"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getObject("as_of", OffsetDateTime.class).toInstant(),
                row.getString("made_by"),
                row.getObject("published", LocalDate.class),
                row.getObject("keep_until", LocalDate.class),
                row.getString("digest"),
                JSON.readValue(row.getString("about"), OBJECT),
                files(connection, id));
    }

    private static List<KeptFile> files(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT name, media_type, sha256, length(bytes) FROM report_file WHERE report_id = ? ORDER BY n")) {
            select.setString(1, id);
            var found = new ArrayList<KeptFile>();
            try (var rows = select.executeQuery()) {
                while (rows.next())
                    found.add(
                            new KeptFile(rows.getString(1), rows.getString(2), rows.getString(3), rows.getLong(4)));
            }
            return found;
        }
    }
}
