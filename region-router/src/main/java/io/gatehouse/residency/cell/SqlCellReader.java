package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.PersonKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link CellReader} on PostgreSQL. */
final class SqlCellReader implements CellReader {
    private static final String DECISION = """
        SELECT d.*, c.screening_id, c.client, CASE WHEN d.revision = c.revision THEN c.sealed_content ELSE r.sealed_content END AS sealed_content,""" + ArchivePlace.COLUMNS + """
          , p.decision_id AS supersedes, n.decision_id AS superseded_by,
          a.account_ref, a.state, a.key_id, a.wrapped_key
        FROM content c
        JOIN decision d ON d.content_index = c.content_index
        JOIN account a ON a.account_ref = c.account_ref
        LEFT JOIN decision p ON p.log_index = d.supersedes_index
        LEFT JOIN decision n ON n.supersedes_index = d.log_index
        LEFT JOIN content_revision r ON r.content_index = d.content_index AND r.revision = d.revision
        """;
    /** From the decision's own row, which is the unique one here. */
    private static final String BY_DECISION =
            DECISION + "WHERE c.content_index = (SELECT content_index FROM decision WHERE decision_id = ?)"
                    + " AND d.decision_id = ?";

    private static final String STANDING = DECISION + "WHERE d.log_index = c.standing_index AND ";
    /**
     * Whole pages of it: what stands supersedes something, or is about an earlier revision, so seldom that it is looked up where it does.
     */
    static final String STANDING_PAGE = """
        SELECT d.*, c.screening_id, c.client,""" + ArchivePlace.COLUMNS + """
          , CASE WHEN d.revision = c.revision THEN c.sealed_content ELSE (SELECT r.sealed_content FROM content_revision r
            WHERE r.content_index = d.content_index AND r.revision = d.revision) END AS sealed_content,
          CASE WHEN d.supersedes_index IS NOT NULL THEN (SELECT p.decision_id FROM decision p
            WHERE p.log_index = d.supersedes_index) END AS supersedes, NULL::text AS superseded_by,
          a.account_ref, a.state, a.key_id, a.wrapped_key
        """ + PageStatements.FROM_CONTENTS + """
        JOIN decision d ON d.log_index = c.standing_index
        JOIN account a ON a.account_ref = c.account_ref
        ORDER BY c.content_index LIMIT ?\
        """;
    /** By primary key for each content of the person: nothing here grows with the cell. */
    private static final String HISTORY = DECISION.replace(
                    "JOIN decision d ON d.content_index = c.content_index",
                    "JOIN decision d ON d.log_index = ANY (ARRAY[c.content_index, c.standing_index])")
            + "WHERE c.account_ref = ? AND d.log_index > ? ORDER BY d.log_index LIMIT ?";

    private static final String ACCOUNT =
            "SELECT account_ref, home_epoch, state, key_id, wrapped_key, sealed_profile, created_at, guests, guest_of"
                    + " FROM account WHERE account_ref = ?";
    private static final String NOTES =
            "SELECT n.sealed_notes, a.key_id, a.wrapped_key FROM account_notes n JOIN account a USING (account_ref)"
                    + " WHERE n.account_ref = ? AND n.topic = ? AND a.wrapped_key IS NOT NULL AND a.state <> 'ERASING'";
    private static final String MEDIA =
            "SELECT m.*, a.state, a.key_id, a.wrapped_key FROM media m JOIN account a ON a.account_ref = m.account_ref"
                    + " WHERE m.media_id = ? AND a.wrapped_key IS NOT NULL AND a.state <> 'ERASING'";
    private static final String COUNTS = """
        SELECT (SELECT count(*) FROM account WHERE state <> 'ERASED'), (SELECT count(*) FROM content), (SELECT count(*) FROM decision),
          (SELECT count(*) FROM log_entry), (SELECT count(*) FROM media), (SELECT count(*) FROM outbox)\
        """;

    private final Database database;
    private final CellDigests digests;
    private final PersonKeyRing ring;
    private final Sealer sealer;
    private final IdempotencyRows idempotency;
    private final ArchiveSource archive;

    SqlCellReader(
            Database database,
            CellDigests digests,
            PersonKeyRing ring,
            Sealer sealer,
            IdempotencyRows idempotency,
            ArchiveSource archive) {
        this.database = database;
        this.digests = digests;
        this.ring = ring;
        this.sealer = sealer;
        this.idempotency = idempotency;
        this.archive = archive;
    }

    @Override
    public Optional<StoredDecision> decision(String decisionId) {
        return firstDecision(BY_DECISION, statement -> {
            statement.setString(1, decisionId);
            statement.setString(2, decisionId);
        });
    }

    @Override
    public Optional<StoredDecision> marked(String decisionId) {
        return marked(BY_DECISION, statement -> {
                    statement.setString(1, decisionId);
                    statement.setString(2, decisionId);
                })
                .stream()
                .findFirst();
    }

    @Override
    public Optional<StoredDecision> screening(String screeningId) {
        return firstDecision(STANDING + "c.screening_id = ?", statement -> statement.setString(1, screeningId));
    }

    @Override
    public Optional<StoredDecision> content(ContentName name) {
        return firstDecision(STANDING + "c.content_ref = ?", statement -> statement.setBytes(1, digests.content(name)));
    }

    @Override
    public Optional<WriteOutcome> earlier(IdempotencyKey key) {
        var found = database.read(connection -> idempotency.find(connection, List.of(key)));
        return Optional.ofNullable(found.get(new Keyed(digests.idempotencyKey(key))))
                .map(earlier -> earlier.answerTo(digests.body(key)));
    }

    @Override
    public List<StoredDecision> standing(long fromIndex, long toIndex, int limit) {
        var archived = new LinkedHashMap<String, ArchiveSource.Wanted>();
        var found = database.read(connection -> {
            try (var statement = PageStatements.prepare(connection, STANDING_PAGE)) {
                statement.setLong(1, fromIndex);
                statement.setLong(2, toIndex);
                statement.setInt(3, limit);
                return Bulk.all(statement, row -> marked(row, archived));
            }
        });
        return markedWithArchived(found, archived);
    }

    /** Every decision on these contents. */
    List<StoredDecision> ofContents(Collection<Long> contents) {
        return among("c.content_index", contents);
    }

    /** Decisions by their log indexes. */
    List<StoredDecision> decisions(Collection<Long> indexes) {
        return among("d.log_index", indexes);
    }

    private List<StoredDecision> among(String column, Collection<Long> values) {
        return marked(
                DECISION + "WHERE " + column + " = ANY (?)",
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("int8", values.toArray())));
    }

    @Override
    public List<StoredDecision> history(AccountRef account, long afterIndex, int limit) {
        return decisions(HISTORY, statement -> {
            statement.setBytes(1, account.digest());
            statement.setLong(2, afterIndex);
            statement.setInt(3, limit);
        });
    }

    @Override
    public long nextIndex() {
        return all("SELECT next_index FROM log_head", row -> row.getLong(1), statement -> {})
                .getFirst();
    }

    @Override
    public Optional<Account> account(AccountRef account) {
        return first(ACCOUNT, this::account, statement -> statement.setBytes(1, account.digest()));
    }

    @Override
    public byte[] notes(AccountRef account, NotesTopic topic) {
        return first(
                        NOTES,
                        row -> {
                            var key = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"))
                                    .key();
                            return NotesRows.open(row.getBytes("sealed_notes"), key, sealer.context(), account, topic);
                        },
                        statement -> {
                            statement.setBytes(1, account.digest());
                            statement.setString(2, topic.name());
                        })
                .orElse(new byte[0]);
    }

    @Override
    public Optional<PersonKey> personKey(AccountRef account) {
        var held = all(ACCOUNT, this::held, statement -> statement.setBytes(1, account.digest()));
        return held.stream().flatMap(Optional::stream).findFirst();
    }

    @Override
    public Optional<StoredMedia> media(String mediaId) {
        return first(MEDIA, this::media, statement -> statement.setString(1, mediaId));
    }

    @Override
    public List<StoredDecision> showing(String mediaId, int limit) {
        return decisions(
                STANDING + "c.content_index IN (SELECT content_index FROM content_media WHERE media_id = ?)"
                        + " ORDER BY c.content_index DESC LIMIT ?",
                statement -> {
                    statement.setString(1, mediaId);
                    statement.setInt(2, limit);
                });
    }

    @Override
    public ShadowComparison shadow(String policyDigest) {
        return ShadowRows.compare(database, policyDigest);
    }

    @Override
    public CellCounts counts() {
        return all(
                        COUNTS,
                        row -> new CellCounts(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)),
                        statement -> {})
                .getFirst();
    }

    private Optional<StoredDecision> firstDecision(String sql, Binding binding) {
        return decisions(sql, binding).stream().findFirst();
    }

    /** Archived ones are read when the rows are, and no connection is held for it. */
    private List<StoredDecision> decisions(String sql, Binding binding) {
        var archived = new LinkedHashMap<String, ArchiveSource.Wanted>();
        return withArchived(all(sql, row -> decision(row, archived), binding), archived);
    }

    private List<StoredDecision> withArchived(List<StoredDecision> found, Map<String, ArchiveSource.Wanted> archived) {
        if (archived.isEmpty()) return found;
        var contents = archive.read(archived.values());
        return found.stream()
                .map(each -> {
                    var wanted = archived.get(each.decisionId());
                    var content =
                            wanted == null ? null : contents.get(wanted.place().contentIndex());
                    return content == null ? each : each.with(content);
                })
                .toList();
    }

    /** As {@link #decisions(String, Binding)}, with what does not open marked instead of failing for the sake of one. */
    private List<StoredDecision> marked(String sql, Binding binding) {
        var archived = new LinkedHashMap<String, ArchiveSource.Wanted>();
        return markedWithArchived(all(sql, row -> marked(row, archived), binding), archived);
    }

    private StoredDecision marked(ResultSet row, Map<String, ArchiveSource.Wanted> archived) throws SQLException {
        try {
            return decision(row, archived);
        } catch (KeyRefusedException refused) {
            return decision(row, null).unreadable();
        }
    }

    private List<StoredDecision> markedWithArchived(
            List<StoredDecision> found, Map<String, ArchiveSource.Wanted> archived) {
        if (archived.isEmpty()) return found;
        Set<Long> unreadable = new HashSet<>();
        var contents = archive.read(archived.values(), unreadable::add);
        return found.stream()
                .map(each -> {
                    var wanted = archived.get(each.decisionId());
                    if (wanted == null) return each;
                    if (unreadable.contains(wanted.place().contentIndex())) return each.unreadable();
                    var content = contents.get(wanted.place().contentIndex());
                    return content == null ? each : each.with(content);
                })
                .toList();
    }

    private <R> Optional<R> first(String sql, Bulk.Row<R> row, Binding binding) {
        return all(sql, row, binding).stream().findFirst();
    }

    private <R> List<R> all(String sql, Bulk.Row<R> row, Binding binding) {
        return database.read(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                return Bulk.all(statement, row);
            }
        });
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** @param archived filled; null for a decision that is not to be opened */
    private StoredDecision decision(ResultSet row, @Nullable Map<String, ArchiveSource.Wanted> archived)
            throws SQLException {
        return new StoredDecision(
                row.getString("decision_id"),
                row.getString("screening_id"),
                row.getString("client"),
                new AccountRef(row.getBytes("account_ref")),
                row.getString("supersedes"),
                row.getString("superseded_by"),
                row.getLong("log_index"),
                row.getLong("content_index"),
                row.getInt("revision"),
                report(row),
                archived == null ? null : payload(row, archived));
    }

    static ReportFacts report(ResultSet row) throws SQLException {
        return new ReportFacts(
                row.getString("surface"),
                row.getString("verdict"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getString("language"),
                row.getString("policy_digest"),
                row.getBoolean("degraded"),
                Bulk.instant(row, "decided_at"));
    }

    private @Nullable Payload payload(ResultSet row, Map<String, ArchiveSource.Wanted> archived) throws SQLException {
        var held = heldOf(row);
        if (held == null) return null;
        var decisionId = row.getString("decision_id");
        if (row.getBytes("sealed_record") == null) {
            var place = ArchivePlace.of(row);
            if (place != null) archived.put(decisionId, new ArchiveSource.Wanted(place, held.key()));
            return null;
        }
        var context = sealer.context();
        // The author may have deleted what was said; the decision stays.
        byte[] content = row.getBytes("sealed_content");
        return new Payload(
                content == null
                        ? new byte[0]
                        : held.key()
                                .open(content, context.content(row.getString("screening_id"), row.getInt("revision"))),
                held.key().open(row.getBytes("sealed_record"), context.record(decisionId)),
                held.key().open(row.getBytes("sealed_answer"), context.answer(decisionId)));
    }

    /** Null for whoever is gone, or about to be: nothing of theirs is shown any more. */
    private PersonKeyRing.@Nullable Held heldOf(ResultSet row) throws SQLException {
        var wrapped = row.getBytes("wrapped_key");
        return wrapped == null || AccountState.valueOf(row.getString("state")) == AccountState.ERASING
                ? null
                : ring.stored(new AccountRef(row.getBytes("account_ref")), row.getString("key_id"), wrapped);
    }

    private Optional<PersonKey> held(ResultSet row) throws SQLException {
        return Optional.ofNullable(heldOf(row)).map(PersonKeyRing.Held::key);
    }

    private Account account(ResultSet row) throws SQLException {
        var ref = new AccountRef(row.getBytes("account_ref"));
        var held = heldOf(row);
        var sealed = row.getBytes("sealed_profile");
        var profile = held == null || sealed == null
                ? new byte[0]
                : held.key().open(sealed, sealer.context().profile(ref));
        return new Account(
                ref,
                row.getLong("home_epoch"),
                AccountState.valueOf(row.getString("state")),
                profile,
                Bulk.instant(row, "created_at"),
                GuestRows.regions(row.getArray("guests")),
                AccountRows.region(row.getString("guest_of")));
    }

    private StoredMedia media(ResultSet row) throws SQLException {
        var ref = new AccountRef(row.getBytes("account_ref"));
        var mediaId = row.getString("media_id");
        var key = ring.stored(ref, row.getString("key_id"), row.getBytes("wrapped_key"))
                .key();
        return new StoredMedia(
                mediaId,
                ref,
                row.getString("object_key"),
                key.open(row.getBytes("sealed_digest"), sealer.context().mediaDigest(mediaId)),
                row.getLong("size_bytes"),
                key.open(row.getBytes("sealed_description"), sealer.context().mediaDescription(mediaId)),
                Bulk.instant(row, "stored_at"));
    }
}
