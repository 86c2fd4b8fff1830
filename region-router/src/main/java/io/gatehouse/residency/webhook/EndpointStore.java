package io.gatehouse.residency.webhook;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.key.ServiceKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints and their secrets, sealed. Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when
 * the control database is away, and a retry is safe.
 */
public final class EndpointStore {
    private static final String COLUMNS =
            "endpoint_id, client, url, events, enabled, disabled_because, previous_until, created_at, created_by";
    private static final String INSERT = "INSERT INTO webhook_endpoint (endpoint_id, client, url, events, enabled,"
            + " sealed_secret, created_at, created_by) VALUES (?, ?, ?, ?, true, ?, ?, ?)";
    private static final String ROTATE = "UPDATE webhook_endpoint SET sealed_previous = sealed_secret,"
            + " previous_until = ?, sealed_secret = ? WHERE endpoint_id = ?";
    private static final String SECRETS =
            "SELECT sealed_secret, sealed_previous, previous_until FROM webhook_endpoint WHERE endpoint_id = ?";

    private final Database control;
    private final ServiceKey key;

    public EndpointStore(Database control, ServiceKey key) {
        this.control = control;
        this.key = key;
    }

    /** @param secret of random bytes; kept sealed */
    public void add(Endpoint endpoint, byte[] secret) {
        control.transact(connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, endpoint.id());
                insert.setString(2, endpoint.client());
                insert.setString(3, endpoint.url().toString());
                insert.setArray(4, texts(connection, endpoint.events()));
                insert.setBytes(5, seal(endpoint.id(), secret));
                insert.setObject(6, time(endpoint.createdAt()));
                insert.setString(7, endpoint.createdBy());
                return insert.executeUpdate();
            }
        });
    }

    /** All of them, the oldest first. */
    public List<Endpoint> all() {
        return select("", _ -> {});
    }

    public Optional<Endpoint> find(String id) {
        return select(" WHERE endpoint_id = ?", select -> select.setString(1, id)).stream()
                .findFirst();
    }

    /**
     * The secrets that sign at this time, the present one first; empty when there is no such endpoint.
     *
     * @throws io.gatehouse.residency.key.KeyRefusedException when they were sealed under another key
     */
    public List<byte[]> secrets(String id, Instant at) {
        return control.read(connection -> {
            try (var select = connection.prepareStatement(SECRETS)) {
                select.setString(1, id);
                try (var rows = select.executeQuery()) {
                    var secrets = new ArrayList<byte[]>();
                    if (!rows.next()) return secrets;
                    secrets.add(key.open(rows.getBytes(1), context(id)));
                    var until = instant(rows, "previous_until");
                    if (until != null && at.isBefore(until)) secrets.add(key.open(rows.getBytes(2), context(id)));
                    return secrets;
                }
            }
        });
    }

    /** @return false when there is no such endpoint */
    public boolean rotate(String id, byte[] secret, Instant previousUntil) {
        return changed(ROTATE, update -> {
            update.setObject(1, time(previousUntil));
            update.setBytes(2, seal(id, secret));
            update.setString(3, id);
        });
    }

    /**
     * @param because why nothing is to be sent; empty enables it
     * @return false when there is no such endpoint
     */
    public boolean set(String id, Optional<String> because) {
        return changed(
                "UPDATE webhook_endpoint SET enabled = ?, disabled_because = ? WHERE endpoint_id = ?", update -> {
                    update.setBoolean(1, because.isEmpty());
                    update.setString(2, because.orElse(null));
                    update.setString(3, id);
                });
    }

    /** @return false when there is no such endpoint */
    public boolean delete(String id) {
        return changed("DELETE FROM webhook_endpoint WHERE endpoint_id = ?", delete -> delete.setString(1, id));
    }

    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private boolean changed(String sql, Binding binding) {
        return control.transact(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                return statement.executeUpdate() > 0;
            }
        });
    }

    private List<Endpoint> select(String where, Binding binding) {
        String sql = "SELECT " + COLUMNS + " FROM webhook_endpoint" + where + " ORDER BY created_at, endpoint_id";
        return control.read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                binding.bind(select);
                try (var rows = select.executeQuery()) {
                    var found = new ArrayList<Endpoint>();
                    while (rows.next()) found.add(endpoint(rows));
                    return found;
                }
            }
        });
    }

    private static Endpoint endpoint(ResultSet row) throws SQLException {
        Optional<String> because = row.getBoolean("enabled")
                ? Optional.empty()
                : Optional.of(
                        Optional.ofNullable(row.getString("disabled_because")).orElse(""));
        return new Endpoint(
                row.getString("endpoint_id"),
                row.getString("client"),
                URI.create(row.getString("url")),
                new TreeSet<>(List.of((String[]) row.getArray("events").getArray())),
                because,
                Optional.ofNullable(instant(row, "previous_until")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }

    private byte[] seal(String id, byte[] secret) {
        return key.seal(secret, context(id));
    }

    private static byte[] context(String id) {
        return ("control/webhook_endpoint/" + id + "/secret").getBytes(StandardCharsets.UTF_8);
    }

    private static java.sql.Array texts(Connection connection, Iterable<String> values) throws SQLException {
        var list = new ArrayList<String>();
        values.forEach(list::add);
        return connection.createArrayOf("text", list.toArray());
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
