package io.gatehouse.service.access;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.CountryCode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys in the control database. A deleted key's row stays, so that its id is never given out again. */
final class JdbcApiKeyStore implements ApiKeyStore {
    private static final String COLUMNS =
            "key_id, client, name, role, secret_hash, created_at, country, actor, instrument, person";

    private final Database control;

    JdbcApiKeyStore(Database control) {
        this.control = control;
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return control.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT " + COLUMNS + " FROM api_key WHERE key_id = ? AND revoked_at IS NULL")) {
                query.setString(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(key(rows)) : Optional.<ApiKey>empty();
                }
            }
        });
    }

    @Override
    public List<ApiKey> all() {
        return control.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                            + " FROM api_key WHERE revoked_at IS NULL ORDER BY created_at, key_id");
                    ResultSet rows = query.executeQuery()) {
                var keys = new ArrayList<ApiKey>();
                while (rows.next()) keys.add(key(rows));
                return keys;
            }
        });
    }

    @Override
    public void put(ApiKey key) {
        var _ = control.<Integer>transact(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO api_key (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key_id) DO UPDATE SET client ="
                    + " excluded.client, name = excluded.name, role = excluded.role, secret_hash ="
                    + " excluded.secret_hash, country = excluded.country, actor = excluded.actor, instrument ="
                    + " excluded.instrument, person = excluded.person, revoked_at = NULL")) {
                insert.setString(1, key.id());
                insert.setString(2, key.client());
                insert.setString(3, key.name());
                insert.setString(
                        4, key.roles().stream().map(Role::wireName).sorted().collect(Collectors.joining(" ")));
                insert.setBytes(5, key.secretHash());
                insert.setTimestamp(6, Timestamp.from(key.createdAt()));
                var holder = key.holder();
                insert.setString(7, holder == null ? null : holder.country().value());
                insert.setString(8, holder == null ? null : holder.kind().wireName());
                insert.setString(9, holder == null ? null : holder.instrument());
                insert.setString(10, key.person());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public boolean delete(String id) {
        return control.transact(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE api_key SET revoked_at = now() WHERE key_id = ? AND revoked_at IS NULL")) {
                update.setString(1, id);
                return update.executeUpdate() == 1;
            }
        });
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream(row.getString("role").split(" "))
                .forEach(name -> roles.add(Role.ofWireName(name).orElseThrow()));
        return new ApiKey(
                row.getString("key_id"),
                row.getString("client"),
                row.getString("name"),
                roles,
                row.getBytes("secret_hash"),
                row.getTimestamp("created_at").toInstant(),
                holder(row),
                row.getString("person"));
    }

    private static @Nullable Holder holder(ResultSet row) throws SQLException {
        String country = row.getString("country");
        String actor = row.getString("actor");
        return country == null || actor == null
                ? null
                : new Holder(
                        Actor.Kind.ofWireName(actor).orElseThrow(),
                        new CountryCode(country),
                        row.getString("instrument"));
    }
}
