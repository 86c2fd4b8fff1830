package io.gatehouse.residency.rights;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.log.SignedStatement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks whether erasures that were completed still stand: certificate and log, ledger, and that nothing of the person is there. Whose it
 * was nobody knows any more, so accounts are compared by the keyed digests that keep the erased away. Only reads; thread-safe.
 */
public final class ErasureProof {
    /** No certificate, or one that this region's log did not sign. */
    public static final String CERTIFICATE = "certificate_does_not_verify";

    /** The log has no entry with the certificate's digest where it says. */
    public static final String LOG = "not_in_the_log";

    /** The cell knows of it and the object store does not: a backup of before would bring the person back. */
    public static final String LEDGER = "not_in_the_ledger";

    public static final String ROWS = "rows_left";
    public static final String OBJECTS = "objects_left";
    public static final String ACCOUNT = "account_is_back";
    public static final String DIRECTORY = "in_the_directory";

    /** Accounts read at a time while all of a cell are looked through. */
    private static final int FETCHED_AT_ONCE = 10_000;

    private final ErasureSite home;
    private final List<ErasureSite> sites;
    private final AccountDirectory directory;

    /** @param sites every region that this process serves, the home among them */
    public ErasureProof(ErasureSite home, Collection<ErasureSite> sites, AccountDirectory directory) {
        this.home = home;
        this.sites = List.copyOf(sites);
        this.directory = directory;
    }

    /**
     * What of one does not stand, but whether the person is back: {@link #returned} asks that of many at once.
     *
     * @param done an erasure of this home that is completed
     * @return codes; empty when all stands
     */
    public SortedSet<String> faults(PersonRequest done) {
        var faults = new TreeSet<String>();
        var signed = certificate(done);
        if (signed.isEmpty()) faults.add(CERTIFICATE);
        else if (!isInTheLog(signed.get())) faults.add(LOG);
        var progress = ErasureProgress.parse(done.progress());
        for (var site : sites) {
            if (isKnown(site, done.id())
                    && site.store().head(ErasureLedger.key(done.id())).isEmpty()
                    // Forgotten while we looked, row and object.
                    && isKnown(site, done.id())) faults.add(LEDGER);
            var range = progress.range(site.region().value());
            if (!site.cell().removal().remainsOfNobody(range).isEmpty()) faults.add(ROWS);
            if (ErasedObjects.remaining(site, done.id()) > 0) faults.add(OBJECTS);
        }
        return faults;
    }

    private Optional<JsonNode> certificate(PersonRequest done) {
        if (done.certificate().isEmpty()) return Optional.empty();
        try {
            var signed = JsonMapper.shared()
                    .readTree(SignedStatement.open(
                            done.certificate().get(), home.cell().log().verifierKey()));
            return Optional.of(signed)
                    .filter(it ->
                            it.path("statement").path("erasure").asString().equals(done.id()));
        } catch (IllegalArgumentException notSigned) {
            return Optional.empty();
        }
    }

    private boolean isInTheLog(JsonNode signed) {
        @SuppressWarnings("unchecked") // JSON objects have string keys.
        Map<String, Object> statement = JsonMapper.shared().convertValue(signed.path("statement"), Map.class);
        return entry(signed.path("log").path("index").asLong(-1))
                .filter(entry -> entry.kind().equals("erasure-completed"))
                .filter(entry -> SignedStatement.digest(statement)
                        .equals(entry.evidence().facts().get("statement")))
                .isPresent();
    }

    private Optional<LogEntry> entry(long index) {
        return home.cell().read(connection -> {
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry WHERE log_index = ?")) {
                select.setLong(1, index);
                try (var rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(LogEntry.parse(rows.getBytes(1))) : Optional.empty();
                }
            }
        });
    }

    private static boolean isKnown(ErasureSite site, String erasureId) {
        return !refs(site, List.of(erasureId)).isEmpty();
    }

    /** @param epoch of the account when it was erased: one that came again has a later one, and stays */
    private record Erased(String erasure, long epoch) {}

    /** By keyed digest of the cell; of erasures that are forgotten, none. */
    private static Map<String, Erased> refs(ErasureSite site, Collection<String> erasureIds) {
        return site.cell().read(connection -> {
            var refs = new HashMap<String, Erased>();
            try (var select = connection.prepareStatement(
                    "SELECT erasure_id, erased_ref, home_epoch FROM erased_account WHERE erasure_id = ANY (?)")) {
                select.setArray(1, connection.createArrayOf("text", erasureIds.toArray()));
                try (var rows = select.executeQuery()) {
                    while (rows.next())
                        refs.merge(
                                HexFormat.of().formatHex(rows.getBytes(2)),
                                new Erased(rows.getString(1), rows.getLong(3)),
                                (one, other) -> one.epoch() >= other.epoch() ? one : other);
                }
            }
            return refs;
        });
    }

    /**
     * Who of these is there again, in a cell or in the directory, though the account is none that came since. Looks through all accounts
     * once: a million take a few seconds.
     *
     * @return codes by erasure
     */
    public SortedMap<String, SortedSet<String>> returned(Collection<String> erasureIds) {
        var found = new TreeMap<String, SortedSet<String>>();
        if (erasureIds.isEmpty()) return found;
        for (var site : sites) {
            var refs = refs(site, erasureIds);
            if (refs.isEmpty()) continue;
            lookThrough(site, (account, epoch) -> note(site, refs, account, epoch, ACCOUNT, found));
            directory.lookThrough(
                    site.region(), (account, epoch) -> note(site, refs, account, epoch, DIRECTORY, found));
        }
        return found;
    }

    private static void lookThrough(ErasureSite site, BiConsumer<AccountRef, Long> look) {
        site.cell().read(connection -> {
            try (var select = connection.prepareStatement("SELECT account_ref, home_epoch FROM account")) {
                select.setFetchSize(FETCHED_AT_ONCE);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) look.accept(new AccountRef(rows.getBytes(1)), rows.getLong(2));
                }
            }
            return site;
        });
    }

    private static void note(
            ErasureSite site,
            Map<String, Erased> refs,
            AccountRef account,
            long epoch,
            String code,
            SortedMap<String, SortedSet<String>> found) {
        var erased = refs.get(HexFormat.of().formatHex(site.cell().erasedRef(account)));
        if (erased != null && epoch <= erased.epoch())
            found.computeIfAbsent(erased.erasure(), _ -> new TreeSet<>()).add(code);
    }
}
