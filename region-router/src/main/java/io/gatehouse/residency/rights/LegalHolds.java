package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.LoggedTransaction;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds on the data of people at home in one cell; each is placed, lifted and used with an entry in the log. Thread-safe. */
public final class LegalHolds {
    private final Cell cell;

    public LegalHolds(Cell cell) {
        this.cell = cell;
    }

    /** What became of placing a hold. */
    public sealed interface Placing {
        record Placed(long logIndex) implements Placing {}

        /** Nothing of the person is here, or it is being deleted already: there is nothing to hold. */
        record NothingToHold() implements Placing {}

        /** The person is at home elsewhere by now, as the directory says: place it there. */
        record Elsewhere() implements Placing {}
    }

    /** Why a migration is given up before its switch; after it, the hold goes with the person. */
    private static final String GIVES_UP = "a legal hold was placed meanwhile";

    /** A hold and whose it is. */
    public record OfAccount(LegalHold hold, AccountRef account) {}

    /** @param reference of the case, sealed under the person's key */
    public Placing place(LegalHold hold, AccountRef account, String reference) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var state = transaction.stateOf(account);
            if (state.isEmpty() || isBeyondRecall(connection, account)) return new Placing.NothingToHold();
            if (state.get() == AccountState.MOVED || hasLeft(connection, account)) return new Placing.Elsewhere();
            giveUpMoving(connection, account);
            insert(transaction, hold, account, reference);
            return new Placing.Placed(log(transaction, "hold-placed", hold, account, hold.placedBy(), hold.placedAt()));
        });
    }

    private static void insert(LoggedTransaction transaction, LegalHold hold, AccountRef account, String reference)
            throws SQLException {
        try (var insert = transaction
                .connection()
                .prepareStatement("INSERT INTO legal_hold (hold_id, account_ref, basis,"
                        + " sealed_reference, placed_at, until_at, placed_by) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setString(1, hold.id());
            insert.setBytes(2, account.digest());
            insert.setString(3, hold.basis());
            insert.setBytes(4, transaction.sealHoldReference(account, hold.id(), reference));
            PersonRequests.time(insert, 5, Optional.of(hold.placedAt()));
            PersonRequests.time(insert, 6, hold.until());
            insert.setString(7, hold.placedBy());
            insert.executeUpdate();
        }
    }

    /** An erasure that has begun to delete is not stopped any more: half a person would be left. */
    private static boolean isBeyondRecall(Connection connection, AccountRef account) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT step FROM person_request WHERE account_ref = ? AND kind = 'ERASURE' AND state = 'RUNNING'")) {
            select.setBytes(1, account.digest());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        && ErasureStep.valueOf(rows.getString(1)).compareTo(Erasures.FIRST_WITHOUT_RETURN) >= 0;
            }
        }
    }

    /** From then on holds are placed at the new home, and those that are here are carried there. */
    private static boolean hasLeft(Connection connection, AccountRef account) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT 1 FROM departure WHERE account_ref = ? AND state = 'LEFT'")) {
            select.setBytes(1, account.digest());
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void giveUpMoving(Connection connection, AccountRef account) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE departure SET reason = ? WHERE account_ref = ? AND state = 'MOVING' AND reason IS NULL")) {
            update.setString(1, GIVES_UP);
            update.setBytes(2, account.digest());
            update.executeUpdate();
        }
    }

    /**
     * Copies to the new home the holds that were placed after a move had begun and could not stop it any more. To be called
     * once the old home takes no more of them, and before it forgets any. Repeatable; ids stay and lead to the new home.
     *
     * @return how many were carried
     */
    public int carry(List<AccountRef> accounts, LegalHolds to, Instant now) {
        var held = cell.read(connection -> {
            try (var select = connection.prepareStatement("SELECT * FROM legal_hold WHERE account_ref = ANY (?)"
                    + " AND lifted_at IS NULL AND (until_at IS NULL OR until_at > ?) ORDER BY hold_id")) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "bytea",
                                accounts.stream().map(AccountRef::digest).toArray(byte[][]::new)));
                PersonRequests.time(select, 2, Optional.of(now));
                return all(select.executeQuery());
            }
        });
        for (var each : held) {
            to.take(each, reference(each), cell.region(), now);
            lead(each.hold().id(), to.cell.region());
        }
        return held.size();
    }

    private void take(OfAccount held, String reference, RegionId from, Instant now) {
        cell.transact(transaction -> {
            insert(transaction, held.hold(), held.account(), reference);
            return transaction.append(
                    new LogEvent(
                            "hold-moved/" + held.hold().id(),
                            "hold-moved",
                            now,
                            new EntryFacts(Map.of(
                                    "hold", held.hold().id(),
                                    "basis", held.hold().basis(),
                                    "from_region", from.value()))),
                    held.account());
        });
    }

    private void lead(String holdId, RegionId to) {
        cell.transact(transaction -> {
            try (var insert = transaction
                    .connection()
                    .prepareStatement("INSERT INTO moved_id (id, region) VALUES (?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET region = excluded.region")) {
                insert.setString(1, holdId);
                insert.setString(2, to.value());
                return insert.executeUpdate();
            }
        });
    }

    /** @return false when there is no such hold, or it was lifted before */
    public boolean lift(String holdId, String by, Instant at) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var found = find(connection, holdId);
            if (found.isEmpty() || found.get().hold().liftedAt().isPresent()) return false;
            try (var update = connection.prepareStatement(
                    "UPDATE legal_hold SET lifted_at = ?, lifted_by = ? WHERE hold_id = ? AND lifted_at IS NULL")) {
                PersonRequests.time(update, 1, Optional.of(at));
                update.setString(2, by);
                update.setString(3, holdId);
                update.executeUpdate();
            }
            log(transaction, "hold-lifted", found.get().hold(), found.get().account(), by, at);
            return true;
        });
    }

    /** Writes down that material under a hold was read, before it is. */
    public void recordUse(OfAccount held, String purpose, String by, String eventId, Instant at) {
        cell.transact(transaction -> transaction.append(
                new LogEvent(
                        eventId,
                        "hold-read",
                        at,
                        new EntryFacts(Map.of(
                                "hold", held.hold().id(), "basis", held.hold().basis(), "purpose", purpose, "by", by))),
                held.account()));
    }

    public Optional<OfAccount> find(String holdId) {
        return cell.read(connection -> find(connection, holdId));
    }

    /** The reference of the case, opened. */
    public String reference(OfAccount held) {
        return cell.transact(transaction -> {
            try (var select = transaction
                    .connection()
                    .prepareStatement("SELECT sealed_reference FROM legal_hold WHERE hold_id = ?")) {
                select.setString(1, held.hold().id());
                try (var rows = select.executeQuery()) {
                    rows.next();
                    return transaction.openHoldReference(
                            held.account(), held.hold().id(), rows.getBytes(1));
                }
            }
        });
    }

    /** All holds on an account, ended ones included, oldest first. */
    public List<LegalHold> of(AccountRef account) {
        return cell.read(connection -> of(connection, account));
    }

    /** Those that hold now, in the whole cell, those that end first first; at most {@code limit}. */
    public List<OfAccount> holding(Instant now, int limit) {
        return cell.read(connection -> {
            try (var select = connection.prepareStatement("SELECT * FROM legal_hold WHERE lifted_at IS NULL"
                    + " AND (until_at IS NULL OR until_at > ?) ORDER BY until_at, hold_id LIMIT ?")) {
                PersonRequests.time(select, 1, Optional.of(now));
                select.setInt(2, limit);
                return all(select.executeQuery());
            }
        });
    }

    static List<LegalHold> of(Connection connection, AccountRef account) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT * FROM legal_hold WHERE account_ref = ? ORDER BY placed_at, hold_id")) {
            select.setBytes(1, account.digest());
            return all(select.executeQuery()).stream().map(OfAccount::hold).toList();
        }
    }

    private static Optional<OfAccount> find(Connection connection, String holdId) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM legal_hold WHERE hold_id = ?")) {
            select.setString(1, holdId);
            return all(select.executeQuery()).stream().findFirst();
        }
    }

    private static List<OfAccount> all(ResultSet rows) throws SQLException {
        var found = new ArrayList<OfAccount>();
        try (rows) {
            while (rows.next())
                found.add(new OfAccount(
                        new LegalHold(
                                rows.getString("hold_id"),
                                rows.getString("basis"),
                                rows.getObject("placed_at", OffsetDateTime.class)
                                        .toInstant(),
                                Optional.ofNullable(rows.getObject("until_at", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant),
                                rows.getString("placed_by"),
                                Optional.ofNullable(rows.getObject("lifted_at", OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)),
                        new AccountRef(rows.getBytes("account_ref"))));
        }
        return found;
    }

    private static long log(
            LoggedTransaction transaction, String kind, LegalHold hold, AccountRef account, String by, Instant at)
            throws SQLException {
        var facts = Map.of(
                "hold", hold.id(),
                "basis", hold.basis(),
                "until", hold.until().map(Instant::toString).orElse(""),
                "by", by);
        return transaction.append(new LogEvent(kind + '/' + hold.id(), kind, at, new EntryFacts(facts)), account);
    }
}
