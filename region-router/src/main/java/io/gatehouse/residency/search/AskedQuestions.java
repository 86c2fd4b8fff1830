package io.gatehouse.residency.search;

import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions of one cell: those that people keep for themselves, and those to contents that were asked, which the log names by
 * their ids. What was asked is sealed under a key of its own. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class AskedQuestions {
    /** Somebody must be able to ask, a year later, what an operator looked for. */
    public static final Duration KEPT = Duration.ofDays(400);

    /** More is a list of rules. */
    public static final int MOST_SAVED = 200;

    private static final String TABLE = "search_question";
    private static final String QUESTION = "question";
    private static final String COLUMNS =
            "question_id, scope, asked_by, asked_at, saved, account_ref, key_id, wrapped_key, sealed_question";

    private final Cell cell;

    public AskedQuestions(Cell cell) {
        this.cell = cell;
    }

    /**
     * One question.
     *
     * @param askedBy id of an API key
     * @param isSaved whether its asker keeps it; else it was asked, and is kept as evidence
     * @param account the person whom it names; null for nobody
     * @param question as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Asked(
            String id,
            Question.Scope scope,
            String askedBy,
            Instant askedAt,
            boolean isSaved,
            @Nullable AccountRef account,
            byte[] question) {}

    /** @return false when the asker has {@link #MOST_SAVED} already */
    public boolean keep(Asked asked) {
        var made = cell.ownKeys().create(TABLE, asked.id());
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            if (asked.isSaved() && saved(connection, asked.askedBy()) >= MOST_SAVED) return false;
            forgetOld(connection, asked.askedAt());
            try (var insert = connection.prepareStatement("INSERT INTO search_question (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, asked.id());
                insert.setString(2, asked.scope().name());
                insert.setString(3, asked.askedBy());
                insert.setObject(4, time(asked.askedAt()));
                insert.setBoolean(5, asked.isSaved());
                var account = asked.account();
                if (account == null) insert.setNull(6, Types.BINARY);
                else insert.setBytes(6, account.digest());
                insert.setString(7, made.wrapped().regionKeyId());
                insert.setBytes(8, made.wrapped().bytes());
                insert.setBytes(9, made.key().seal(QUESTION, asked.question()));
                insert.executeUpdate();
                return true;
            }
        });
    }

    private static int saved(Connection connection, String askedBy) throws SQLException {
        try (var count =
                connection.prepareStatement("SELECT count(*) FROM search_question WHERE saved AND asked_by = ?")) {
            count.setString(1, askedBy);
            try (var rows = count.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** How many were asked before that time and are kept as evidence. */
    public long askedBefore(Instant time) {
        return cell.read(connection -> {
            try (var count = connection.prepareStatement(
                    "SELECT count(*) FROM search_question WHERE NOT saved AND asked_at < ?")) {
                count.setObject(1, time(time));
                try (var rows = count.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    /** Forgets what was asked before that time, whoever asks today. @return how many */
    public long forgetBefore(Instant time) {
        return cell.transact(transaction -> {
            try (var delete = transaction
                    .connection()
                    .prepareStatement("DELETE FROM search_question WHERE NOT saved AND asked_at < ?")) {
                delete.setObject(1, time(time));
                return (long) delete.executeUpdate();
            }
        });
    }

    private static void forgetOld(Connection connection, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM search_question WHERE NOT saved AND asked_at < ?")) {
            delete.setObject(1, time(now.minus(KEPT)));
            delete.executeUpdate();
        }
    }

    public Optional<Asked> find(String id) {
        return list("question_id = ?", select -> select.setString(1, id)).stream()
                .findFirst();
    }

    /** Those that one keeps, in the order they were saved. */
    public List<Asked> savedBy(String keyId) {
        return list("saved AND asked_by = ? ORDER BY asked_at, question_id", select -> select.setString(1, keyId));
    }

    /** @return whether it was there, and its asker's to remove */
    public boolean remove(String id, String keyId) {
        return cell.transact(transaction -> {
            try (var delete = transaction
                    .connection()
                    .prepareStatement("DELETE FROM search_question WHERE saved AND question_id = ? AND asked_by = ?")) {
                delete.setString(1, id);
                delete.setString(2, keyId);
                return delete.executeUpdate() > 0;
            }
        });
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private List<Asked> list(String which, Binding binding) {
        return cell.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM search_question WHERE " + which)) {
                binding.bind(select);
                var found = new ArrayList<Asked>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) found.add(opened(rows));
                }
                return found;
            }
        });
    }

    private Asked opened(ResultSet row) throws SQLException {
        String id = row.getString("question_id");
        byte[] account = row.getBytes("account_ref");
        return new Asked(
                id,
                Question.Scope.valueOf(row.getString("scope")),
                row.getString("asked_by"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("saved"),
                account == null ? null : new AccountRef(account),
                cell.ownKeys()
                        .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"))
                        .open(QUESTION, row.getBytes("sealed_question")));
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
