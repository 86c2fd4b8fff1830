package io.gatehouse.residency.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.GroupCommit;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.SecretFile;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Account to home region, kept in the control database under keyed digests. Concurrent claims share commits.
 * Thread-safe; calls block and may come from virtual threads.
 */
public final class AccountDirectory implements AutoCloseable {
    /** About 200 bytes each. */
    private static final long REMEMBERED = 200_000;
    /**
     * A move by another node is unnoticed for at most this long. That is harmless, because the cell left behind refuses
     * writes of the old epoch; it only costs a second look.
     */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    /** Rows of some hundred bytes, held at a time while all are looked through. */
    private static final int FETCHED_AT_ONCE = 10_000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String SELECT = "SELECT account_ref, region, epoch FROM directory WHERE account_ref = ANY (?)";
    private static final String INSERT =
            "INSERT INTO directory (account_ref, region, epoch) SELECT r, g, next_epoch FROM unnest(?, ?) AS u (r, g),"
                    + " directory_epoch ORDER BY r ON CONFLICT DO NOTHING";

    /** In order of key, so that two nodes never wait for each other. */
    private static final String MOVE = """
        WITH wanted AS (
          SELECT d.account_ref, u.t FROM unnest(?, ?, ?, ?) AS u (r, g, e, t)
          JOIN directory d ON d.account_ref = u.r AND d.region = u.g AND d.epoch = u.e
          ORDER BY d.account_ref FOR UPDATE OF d)
        UPDATE directory SET region = wanted.t, epoch = epoch + 1 FROM wanted
        WHERE directory.account_ref = wanted.account_ref\
        """;

    private final Database control;
    private final SecretKeySpec key;
    private final Cache<AccountRef, AccountHome> homes = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();
    private final GroupCommit<Claim> claims;

    private AccountDirectory(Database control, byte[] secret) {
        this.control = control;
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.claims = new GroupCommit<>("directory", this::commit);
    }

    /**
     * @param control migrated by {@link io.gatehouse.residency.database.Migrations#control}
     * @param keyFile the digest key: created (0600) when missing
     * @throws KeyRefusedException when the directory was filled under another key: nobody would be found in it
     */
    public static AccountDirectory open(Database control, Path keyFile) {
        var directory = new AccountDirectory(control, SecretFile.bytes(keyFile));
        try {
            return control.transact(directory::identified);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private AccountDirectory identified(Connection connection) throws SQLException {
        var check = digest("check");
        try (var insert = connection.prepareStatement(
                "INSERT INTO directory_identity (digest_key_check) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, check);
            insert.executeUpdate();
        }
        try (var select = connection.prepareStatement("SELECT digest_key_check FROM directory_identity");
                var rows = select.executeQuery()) {
            rows.next();
            if (!Arrays.equals(rows.getBytes(1), check))
                throw new KeyRefusedException("the account directory was filled under another key");
        }
        return this;
    }

    /** The stand-in for a platform's account id. */
    public AccountRef refOf(String accountId) {
        return new AccountRef(digest("account " + accountId));
    }

    private byte[] digest(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; retry */
    public Optional<AccountHome> find(AccountRef account) {
        var remembered = homes.getIfPresent(account);
        if (remembered != null) return Optional.of(remembered);
        var found = control.read(connection -> select(connection, List.of(account)));
        remember(found);
        return Optional.ofNullable(found.get(account));
    }

    /**
     * The home of an account: {@code region} when it had none yet, otherwise the one it has. Never moves anyone.
     *
     * @throws io.gatehouse.residency.database.DatabaseBusyException when too much is waiting
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; retry
     */
    public AccountHome claim(AccountRef account, RegionId region) {
        var known = find(account);
        if (known.isPresent()) return known.get();
        var claim = new Claim(account, region);
        claims.submit(claim);
        var home = Objects.requireNonNull(claim.home, "committed without a home");
        remember(Map.of(account, home));
        return home;
    }

    /**
     * A person's home becomes another, or the same under a later epoch.
     *
     * @param from as the directory must have it, or nothing happens
     * @param to the region from then on; its epoch is one more than before
     */
    public record Move(AccountRef account, AccountHome from, RegionId to) {}

    /**
     * Compares and sets, all in one transaction: each row that is as expected changes, the others stay. This is the moment
     * at which people move: before it every request goes to the old home, after it to the new one.
     *
     * @return the homes that these accounts have now, moved or not; without those that the directory does not know
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; asking again
     *     tells whether it happened
     */
    public Map<AccountRef, AccountHome> move(List<Move> moves) {
        var accounts = moves.stream().map(Move::account).toList();
        var now = control.transact(connection -> {
            try (var update = connection.prepareStatement(MOVE)) {
                update.setArray(1, refs(connection, accounts));
                update.setArray(
                        2,
                        connection.createArrayOf(
                                "text",
                                moves.stream()
                                        .map(move -> move.from().region().value())
                                        .toArray()));
                update.setArray(
                        3,
                        connection.createArrayOf(
                                "int8",
                                moves.stream().map(move -> move.from().epoch()).toArray()));
                update.setArray(
                        4,
                        connection.createArrayOf(
                                "text",
                                moves.stream().map(move -> move.to().value()).toArray()));
                update.executeUpdate();
            }
            return select(connection, accounts);
        });
        remember(now);
        return now;
    }

    /** What was read before a move may arrive after it: the later epoch stays. */
    private void remember(Map<AccountRef, AccountHome> found) {
        found.forEach((account, home) ->
                homes.asMap().merge(account, home, (known, read) -> read.epoch() < known.epoch() ? known : read));
    }

    /**
     * The homes of those that are known, as {@link #find} has them, with one question to the database at most.
     *
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; retry
     */
    public Map<AccountRef, AccountHome> findAll(List<AccountRef> accounts) {
        var found = new HashMap<AccountRef, AccountHome>(homes.getAllPresent(accounts));
        var missing = accounts.stream().filter(each -> !found.containsKey(each)).toList();
        if (!missing.isEmpty()) found.putAll(findNow(missing));
        return found;
    }

    /** As the database has them now, whatever is remembered. */
    public Map<AccountRef, AccountHome> findNow(List<AccountRef> accounts) {
        var found = control.read(connection -> select(connection, accounts));
        remember(found);
        return found;
    }

    /** Asks the database again next time; for when a cell says that the account is at home elsewhere. */
    public void forget(AccountRef account) {
        homes.invalidate(account);
    }

    /** Whether this process still has it in memory. */
    public boolean remembers(AccountRef account) {
        return homes.getIfPresent(account) != null;
    }

    /**
     * Takes an account out. Whoever claims a home under the same account id afterwards gets a later epoch.
     *
     * @param erasureId the same again changes nothing
     * @throws io.gatehouse.residency.database.DatabaseUnavailableException when the control database is away; retry
     */
    public void erase(String erasureId, AccountRef account, Instant at) {
        control.transact(connection -> {
            remember(connection, erasureId, at);
            for (long epoch : delete(connection, List.of(account))) reserve(connection, epoch);
            return account;
        });
        homes.invalidate(account);
    }

    /** The erasures among these that this directory has not carried out: it was restored from before. */
    public List<String> missing(List<String> erasureIds) {
        return control.read(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT e FROM unnest(?) AS e WHERE NOT EXISTS (SELECT 1 FROM directory_erasure WHERE erasure_id ="
                            + " e)")) {
                statement.setArray(1, connection.createArrayOf("text", erasureIds.toArray()));
                var missing = new ArrayList<String>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) missing.add(rows.getString(1));
                }
                return missing;
            }
        });
    }

    /**
     * Carries out erasures that a restored directory does not know of.
     *
     * @param isErased whether an account, in this region and epoch, is one of them
     * @param lastEpoch the latest epoch of them all
     * @return how many accounts were taken out
     */
    public int eraseAgain(
            RegionId region,
            List<String> erasureIds,
            BiPredicate<AccountRef, Long> isErased,
            long lastEpoch,
            Instant at) {
        return control.transact(connection -> {
            var erased = new ArrayList<AccountRef>();
            lookThrough(connection, region, (account, epoch) -> {
                if (isErased.test(account, epoch)) erased.add(account);
            });
            for (long epoch : delete(connection, erased)) reserve(connection, epoch);
            reserve(connection, lastEpoch);
            for (var id : erasureIds) remember(connection, id, at);
            homes.invalidateAll();
            return erased.size();
        });
    }

    /**
     * Looks through everybody at home in a region.
     *
     * @param look told of each account and its epoch
     */
    public void lookThrough(RegionId region, BiConsumer<AccountRef, Long> look) {
        control.read(connection -> {
            lookThrough(connection, region, look);
            return region;
        });
    }

    private static void lookThrough(Connection connection, RegionId region, BiConsumer<AccountRef, Long> look)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT account_ref, epoch FROM directory WHERE region = ?")) {
            select.setString(1, region.value());
            select.setFetchSize(FETCHED_AT_ONCE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) look.accept(new AccountRef(rows.getBytes(1)), rows.getLong(2));
            }
        }
    }

    private static void remember(Connection connection, String erasureId, Instant at) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO directory_erasure (erasure_id, erased_at) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, erasureId);
            insert.setObject(2, at.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private static List<Long> delete(Connection connection, List<AccountRef> accounts) throws SQLException {
        try (var delete =
                connection.prepareStatement("DELETE FROM directory WHERE account_ref = ANY (?) RETURNING epoch")) {
            delete.setArray(1, refs(connection, accounts));
            var epochs = new ArrayList<Long>();
            try (var rows = delete.executeQuery()) {
                while (rows.next()) epochs.add(rows.getLong(1));
            }
            return epochs;
        }
    }

    /** No home gets this epoch, or an earlier one, again. */
    private static void reserve(Connection connection, long epoch) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE directory_epoch SET next_epoch = greatest(next_epoch, ?::bigint + 1)")) {
            update.setLong(1, epoch);
            update.executeUpdate();
        }
    }

    private void commit(List<Claim> batch) {
        control.transact(connection -> {
            insert(connection, batch);
            var found = select(
                    connection, batch.stream().map(claim -> claim.account).toList());
            for (var claim : batch) claim.home = found.get(claim.account);
            return found;
        });
    }

    /** In order of key, so that two nodes never wait for each other. */
    private static void insert(Connection connection, List<Claim> batch) throws SQLException {
        var first = new HashMap<AccountRef, Claim>();
        for (var claim : batch) first.putIfAbsent(claim.account, claim);
        var rows = List.copyOf(first.values());
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setArray(
                    1, refs(connection, rows.stream().map(row -> row.account).toList()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", rows.stream().map(row -> row.region.value()).toArray()));
            statement.executeUpdate();
        }
    }

    private static Map<AccountRef, AccountHome> select(Connection connection, List<AccountRef> accounts)
            throws SQLException {
        var found = new HashMap<AccountRef, AccountHome>();
        try (var statement = connection.prepareStatement(SELECT)) {
            statement.setArray(1, refs(connection, accounts));
            try (var rows = statement.executeQuery()) {
                while (rows.next())
                    found.put(
                            new AccountRef(rows.getBytes(1)),
                            new AccountHome(new RegionId(rows.getString(2)), rows.getLong(3)));
            }
        }
        return found;
    }

    private static java.sql.Array refs(Connection connection, List<AccountRef> accounts) throws SQLException {
        return connection.createArrayOf(
                "bytea", accounts.stream().map(AccountRef::digest).toArray(byte[][]::new));
    }

    @Override
    public void close() {
        claims.close();
    }

    private static final class Claim {
        final AccountRef account;
        final RegionId region;

        @Nullable
        AccountHome home;

        Claim(AccountRef account, RegionId region) {
            this.account = account;
            this.region = region;
        }
    }
}
