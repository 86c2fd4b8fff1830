package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a cell holds of one person, opened, a page at a time: for the person's own copy, and for material under a legal
 * hold, also while an erasure waits. Nothing else shows data of an account that is being erased. Thread-safe.
 */
public final class PersonReader {
    private static final String ACCOUNT = "SELECT state, key_id, wrapped_key, sealed_profile, created_at FROM account"
            + " WHERE account_ref = ANY (?) AND wrapped_key IS NOT NULL";
    private static final String CONTENTS =
            "SELECT c.content_index, c.screening_id, c.client, c.revision, c.sealed_name, c.sealed_content,"
                    + ArchivePlace.COLUMNS
                    + "FROM content c WHERE account_ref = ANY (?) AND content_index > ALL (?) ORDER BY content_index LIMIT ";
    private static final String DECISIONS = """
        WITH RECURSIVE d AS (
          SELECT x.*, x.log_index AS of_content FROM decision x WHERE x.log_index = ANY (?)
          UNION ALL SELECT n.*, d.of_content FROM decision n JOIN d ON n.supersedes_index = d.log_index)
        SELECT * FROM d ORDER BY of_content, log_index\
        """;
    private static final String MEDIA =
            "SELECT * FROM media WHERE account_ref = ANY (?) AND media_id > ALL (?)" + " ORDER BY media_id LIMIT ";

    private final Database database;
    private final SealContext context;
    private final AccountRef account;
    private final PersonKey key;
    private final ArchiveSource archive;
    private final byte[] profile;
    private final Instant createdAt;

    private PersonReader(
            Database database,
            SealContext context,
            AccountRef account,
            PersonKey key,
            ArchiveSource archive,
            byte[] profile,
            Instant createdAt) {
        this.database = database;
        this.context = context;
        this.account = account;
        this.key = key;
        this.archive = archive;
        this.profile = profile;
        this.createdAt = createdAt;
    }

    /** Empty when the cell has nothing of the person that can be opened. */
    static Optional<PersonReader> of(
            Database database, SealContext context, PersonKeyRing ring, ArchiveSource archive, AccountRef account) {
        return database
                .read(connection -> Bulk.query(
                        connection,
                        ACCOUNT,
                        row -> {
                            var held = ring.stored(account, row.getString("key_id"), row.getBytes("wrapped_key"));
                            var sealed = row.getBytes("sealed_profile");
                            return new PersonReader(
                                    database,
                                    context,
                                    account,
                                    held.key(),
                                    archive,
                                    sealed == null ? new byte[0] : held.key().open(sealed, context.profile(account)),
                                    Bulk.instant(row, "created_at"));
                        },
                        refs(account)))
                .stream()
                .findFirst();
    }

    /** @param record what the rules were told and what they concluded; empty when it is gone, as is {@code answer} */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record OwnDecision(
            String decisionId, long index, int revision, ReportFacts report, byte[] record, byte[] answer) {}

    /** What a content said before an edit. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record OwnRevision(int number, byte[] content) {}

    /**
     * @param content the newest revision; empty when the author deleted it
     * @param earlier what edits replaced, oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record OwnContent(
            long index,
            String screeningId,
            String client,
            Optional<String> name,
            byte[] content,
            int revision,
            List<OwnRevision> earlier,
            List<OwnDecision> decisions) {}

    /** For opening the person's media objects. */
    public PersonKey key() {
        return key;
    }

    public byte[] profile() {
        return profile.clone();
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Empty when there are none. */
    public byte[] notes(NotesTopic topic) {
        return database.read(connection -> NotesRows.read(connection, account, topic, key, context));
    }

    /** Contents after this index, with all decisions on each, oldest first. */
    public List<OwnContent> contents(long afterIndex, int limit) {
        var archived = new LinkedHashMap<Long, ArchiveSource.Wanted>();
        var found = database.read(connection -> {
            var decisions = new LinkedHashMap<Long, List<OwnDecision>>();
            var contents = Bulk.query(
                    connection,
                    CONTENTS + limit,
                    row -> {
                        var place = ArchivePlace.of(row);
                        if (place != null) archived.put(place.contentIndex(), new ArchiveSource.Wanted(place, key));
                        return content(row, decisions);
                    },
                    refs(account),
                    Bulk.longs(List.of(afterIndex), Long::longValue));
            addDecisions(connection, decisions);
            addEarlier(connection, contents);
            return contents;
        });
        if (archived.isEmpty()) return found;
        var contents = archive.read(archived.values());
        return found.stream()
                .map(each -> {
                    var content = contents.get(each.index());
                    return content == null ? each : with(each, content);
                })
                .toList();
    }

    private static OwnContent with(OwnContent own, ArchivedContent archived) {
        byte[] newest = new byte[0];
        var earlier = new ArrayList<OwnRevision>();
        for (var revision : archived.revisions())
            if (revision.number() == own.revision()) newest = revision.content();
            else earlier.add(new OwnRevision(revision.number(), revision.content()));
        return new OwnContent(
                own.index(),
                own.screeningId(),
                own.client(),
                own.name(),
                newest,
                own.revision(),
                earlier,
                own.decisions().stream().map(each -> with(each, archived)).toList());
    }

    private static OwnDecision with(OwnDecision own, ArchivedContent archived) {
        return archived.decision(own.decisionId())
                .map(each -> new OwnDecision(
                        own.decisionId(),
                        own.index(),
                        own.revision(),
                        own.report(),
                        bytes(each.record()),
                        bytes(each.answer())))
                .orElse(own);
    }

    private static byte[] bytes(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private OwnContent content(ResultSet row, Map<Long, List<OwnDecision>> decisions) throws SQLException {
        var screening = row.getString("screening_id");
        var name = row.getBytes("sealed_name");
        var ofContent = new ArrayList<OwnDecision>();
        decisions.put(row.getLong("content_index"), ofContent);
        return new OwnContent(
                row.getLong("content_index"),
                screening,
                row.getString("client"),
                Optional.ofNullable(name)
                        .map(bytes -> new String(key.open(bytes, context.name(screening)), StandardCharsets.UTF_8)),
                opened(row.getBytes("sealed_content"), context.content(screening, row.getInt("revision"))),
                row.getInt("revision"),
                new ArrayList<>(),
                ofContent);
    }

    private void addDecisions(Connection connection, Map<Long, List<OwnDecision>> decisions) throws SQLException {
        if (decisions.isEmpty()) return;
        Bulk.query(
                connection,
                DECISIONS,
                row -> {
                    var id = row.getString("decision_id");
                    var of = decisions.get(row.getLong("of_content"));
                    return of != null
                            && of.add(new OwnDecision(
                                    id,
                                    row.getLong("log_index"),
                                    row.getInt("revision"),
                                    SqlCellReader.report(row),
                                    opened(row.getBytes("sealed_record"), context.record(id)),
                                    opened(row.getBytes("sealed_answer"), context.answer(id))));
                },
                Bulk.longs(List.copyOf(decisions.keySet()), Long::longValue));
    }

    private void addEarlier(Connection connection, List<OwnContent> contents) throws SQLException {
        var edited = new LinkedHashMap<Long, OwnContent>();
        for (var content : contents) if (content.revision() > 1) edited.put(content.index(), content);
        if (edited.isEmpty()) return;
        Bulk.query(
                connection,
                "SELECT * FROM content_revision WHERE content_index = ANY (?) ORDER BY content_index, revision",
                row -> {
                    var of = edited.get(row.getLong("content_index"));
                    int number = row.getInt("revision");
                    return of != null
                            && of.earlier()
                                    .add(new OwnRevision(
                                            number,
                                            opened(
                                                    row.getBytes("sealed_content"),
                                                    context.content(of.screeningId(), number))));
                },
                Bulk.longs(List.copyOf(edited.keySet()), Long::longValue));
    }

    /** Media after this id, in order of id. */
    public List<StoredMedia> media(String afterId, int limit) {
        return database.read(connection -> Bulk.query(
                connection,
                MEDIA + limit,
                row -> {
                    var id = row.getString("media_id");
                    return new StoredMedia(
                            id,
                            account,
                            row.getString("object_key"),
                            opened(row.getBytes("sealed_digest"), context.mediaDigest(id)),
                            row.getLong("size_bytes"),
                            opened(row.getBytes("sealed_description"), context.mediaDescription(id)),
                            Bulk.instant(row, "stored_at"));
                },
                refs(account),
                Bulk.texts(List.of(afterId), id -> id)));
    }

    private byte[] opened(byte @Nullable [] sealed, byte[] place) {
        return sealed == null ? new byte[0] : key.open(sealed, place);
    }

    private static Bulk.Column refs(AccountRef account) {
        return Bulk.bytes(List.of(account), AccountRef::digest);
    }
}
