package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.residency.store.RegionStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who was erased, kept in the region's object store, where a restored database does not reach: under {@code erasures/}, one
 * small object an erasure, with a keyed digest that says nothing outside the cell. A database that lacks one of them was
 * restored from before; the erasure is then carried out again before the cell serves.
 */
public final class ErasureLedger {
    private static final String PREFIX = "erasures/";
    /** Accounts read at a time while all of a restored cell are looked through. */
    private static final int FETCHED_AT_ONCE = 10_000;

    private final ErasureSite site;

    public ErasureLedger(ErasureSite site) {
        this.site = site;
    }

    /**
     * @param ref hexadecimal, {@link io.gatehouse.residency.cell.Cell#erasedRef}
     * @param epoch of the account when it was erased: one that came again has a later one, and stays
     */
    record Entry(String erasure, String ref, long epoch, String at) {}

    void write(String erasureId, AccountRef account, long epoch, Instant at) {
        var entry =
                new Entry(erasureId, HexFormat.of().formatHex(site.cell().erasedRef(account)), epoch, at.toString());
        byte[] json = JsonMapper.shared().writeValueAsBytes(entry);
        try {
            var _ = site.store().put(key(erasureId), new ByteArrayInputStream(json), json.length);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are read without fault", e);
        }
    }

    static ObjectKey key(String erasureId) {
        return new ObjectKey(PREFIX + erasureId);
    }

    /**
     * Erases again whoever a restored database brought back. To be called before the cell serves.
     *
     * @return how many people there were
     */
    public int reapply(Instant now) {
        var missing = entriesNotIn(known());
        if (missing.isEmpty()) return 0;
        var returned = returned(missing);
        returned.forEach((account, entry) -> erase(account, entry, now));
        site.cell().transact(transaction -> {
            for (var entry : missing)
                transaction.rememberErased(
                        entry.erasure(),
                        HexFormat.of().parseHex(entry.ref()),
                        entry.epoch(),
                        Instant.parse(entry.at()));
            var facts = Map.of("erasures", (long) missing.size(), "accounts", (long) returned.size());
            return transaction.append(new LogEvent(
                    "erasures-reapplied/" + missing.getLast().erasure() + '/' + now,
                    "erasures-reapplied",
                    now,
                    new EntryFacts(facts)));
        });
        return returned.size();
    }

    /** As {@link #reapply}, for the account directory, after it. */
    public int reapply(AccountDirectory directory, Instant now) {
        var ids = directory.missing(List.copyOf(known()));
        if (ids.isEmpty()) return 0;
        var wanted = new HashSet<>(ids);
        var epochs = new HashMap<String, Long>();
        site.cell().read(connection -> {
            try (var select = connection.prepareStatement(
                            "SELECT erasure_id, erased_ref, home_epoch FROM erased_account");
                    var rows = select.executeQuery()) {
                while (rows.next())
                    if (wanted.contains(rows.getString(1)))
                        epochs.merge(HexFormat.of().formatHex(rows.getBytes(2)), rows.getLong(3), Math::max);
            }
            return epochs;
        });
        long last = epochs.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return directory.eraseAgain(
                site.region(),
                ids,
                (account, epoch) -> {
                    var erased = epochs.get(HexFormat.of().formatHex(site.cell().erasedRef(account)));
                    return erased != null && epoch <= erased;
                },
                last,
                now);
    }

    /** Forgets erasures of before, once no backup of the time before them is left. */
    public int prune(Instant before) {
        var old = site.cell().read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT erasure_id FROM erased_account WHERE erased_at < ?")) {
                select.setObject(1, before.atOffset(ZoneOffset.UTC));
                var ids = new ArrayList<String>();
                try (var rows = select.executeQuery()) {
                    while (rows.next()) ids.add(rows.getString(1));
                }
                return ids;
            }
        });
        for (var id : old) {
            // The object first: a row without its object is forgotten next time, an object without its row comes back.
            site.store().delete(key(id));
            site.cell().transact(transaction -> {
                try (var delete =
                        transaction.connection().prepareStatement("DELETE FROM erased_account WHERE erasure_id = ?")) {
                    delete.setString(1, id);
                    return delete.executeUpdate();
                }
            });
        }
        return old.size();
    }

    private Set<String> known() {
        return site.cell().read(connection -> {
            var known = new HashSet<String>();
            try (var select = connection.prepareStatement("SELECT erasure_id FROM erased_account");
                    var rows = select.executeQuery()) {
                while (rows.next()) known.add(rows.getString(1));
            }
            return known;
        });
    }

    private List<Entry> entriesNotIn(Set<String> known) {
        var entries = new ArrayList<Entry>();
        var page = site.store().list(PREFIX, RegionStore.MAX_PAGE_SIZE);
        while (true) {
            for (var object : page.objects())
                if (!known.contains(object.key().value().substring(PREFIX.length())))
                    read(object.key()).ifPresent(entries::add);
            if (!page.more()) return entries;
            page = site.store().list(PREFIX, page.objects().getLast().key(), RegionStore.MAX_PAGE_SIZE);
        }
    }

    private Optional<Entry> read(ObjectKey key) {
        var bytes = site.store().get(key);
        if (bytes.isEmpty()) return Optional.empty();
        try (var open = bytes.get()) {
            return Optional.of(JsonMapper.shared().readValue(open.readAllBytes(), Entry.class));
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of the ledger of erasures cannot be read: " + key, e);
        }
    }

    /** Accounts of the restored database that the entries name, each with its latest. */
    private Map<AccountRef, Entry> returned(List<Entry> entries) {
        var byRef = new HashMap<String, Entry>();
        for (var entry : entries)
            byRef.merge(entry.ref(), entry, (one, other) -> one.epoch() >= other.epoch() ? one : other);
        return site.cell().read(connection -> {
            var found = new LinkedHashMap<AccountRef, Entry>();
            try (var select = connection.prepareStatement("SELECT account_ref, home_epoch FROM account")) {
                select.setFetchSize(FETCHED_AT_ONCE);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var account = new AccountRef(rows.getBytes(1));
                        var entry =
                                byRef.get(HexFormat.of().formatHex(site.cell().erasedRef(account)));
                        if (entry != null && rows.getLong(2) <= entry.epoch()) found.put(account, entry);
                    }
                }
            }
            return found;
        });
    }

    private void erase(AccountRef account, Entry entry, Instant now) {
        var id = entry.erasure();
        site.cell().transact(transaction -> {
            transaction.close(id, account, entry.epoch(), now);
            try (var update = transaction
                    .connection()
                    .prepareStatement("UPDATE person_request SET account_ref = NULL, state = 'DONE', ended_at = ?"
                            + " WHERE account_ref = ? AND kind <> 'ERASURE'")) {
                update.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
                update.setBytes(2, account.digest());
                return update.executeUpdate();
            }
        });
        ErasedObjects.delete(site, id, account);
        site.cell().removal().removeRows(account, Ending.ERASED);
        site.cell().removal().end(id, account, Ending.ERASED, Instant.parse(entry.at()));
        site.cell().removal().forgetObjects(id);
    }
}
