package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Contents that come from another cell: sealed before the cell's lock is taken, written under it. Used once. */
final class ArrivingPage {
    private static final String CONTENTS = """
        INSERT INTO content (content_index, content_ref, screening_id, account_ref, client, standing_index,
          sealed_name, sealed_content, revision)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    private static final String DECISIONS = """
        INSERT INTO decision (log_index, decision_id, content_index, supersedes_index, surface, verdict, categories,
          language, policy_digest, degraded, decided_at, sealed_record, sealed_answer, revision)
        SELECT i, d, c, s, u, v, string_to_array(g, ','), l, p, b, t, r, a, n
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS x (i, d, c, s, u, v, g, l, p, b, t, r, a, n)\
        """;
    private static final String EFFECTS = """
        INSERT INTO outbox (log_index, n, kind, sealed_payload, due_at, attempts)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?)\
        """;
    /** A key that has expired here is free. */
    private static final String KEYS = """
        INSERT INTO idempotency (key_ref, body_ref, log_index, expires_at, sealed_key)
        SELECT * FROM unnest(?, ?, ?, ?, ?)
        ON CONFLICT (key_ref) DO UPDATE
        SET body_ref = excluded.body_ref, log_index = excluded.log_index, expires_at = excluded.expires_at,
          sealed_key = excluded.sealed_key\
        """;

    private static final String TAKEN_KEYS =
            "SELECT key_ref FROM idempotency WHERE key_ref = ANY (?) AND expires_at > ALL (?)";
    private static final String MEDIA =
            "INSERT INTO content_media (content_index, media_id) SELECT * FROM unnest(?, ?)";
    private static final String EARLIER =
            "INSERT INTO content_revision (content_index, revision, sealed_content) SELECT * FROM unnest(?, ?, ?)";
    private static final String CURSORS = """
        UPDATE arrival SET cursor = u.c, digest = u.h, contents = contents + u.n, decisions = decisions + u.d,
          keys = keys + u.k
        FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (id, before, c, h, n, d, k)
        WHERE migration_id = u.id AND state = 'COPYING' AND cursor = u.before\
        """;

    private final CellDigests digests;
    private final Sealer sealer;
    private final Instant at;
    private final List<Part> parts = new ArrayList<>();

    ArrivingPage(CellDigests digests, Sealer sealer, Instant at) {
        this.digests = digests;
        this.sealer = sealer;
        this.at = at;
    }

    private record Part(Arrivals.Load load, PersonKey key, List<Sealed> contents) {}

    /** A content sealed under the new key; entries and decisions in the same order as its own. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Sealed(
            CarriedContent plain,
            byte[] commitment,
            byte[] ref,
            byte @Nullable [] name,
            byte @Nullable [] content,
            List<byte[]> earlier,
            List<SealedDecision> decisions) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record SealedDecision(
            CarriedContent.Decision plain,
            byte[] entry,
            byte @Nullable [] record,
            byte @Nullable [] answer,
            List<byte[]> effects,
            byte @Nullable [] idempotencyKey) {}

    void prepare(Arrivals.Load load, PersonKey key) {
        parts.add(new Part(
                load,
                key,
                load.contents().stream()
                        .map(content -> seal(load, content, key))
                        .toList()));
    }

    private Sealed seal(Arrivals.Load load, CarriedContent content, PersonKey key) {
        var context = sealer.context();
        return new Sealed(
                content,
                key.commit(content.encode()),
                refOf(content),
                seal(key, content.name(), context.name(content.screeningId())),
                seal(key, content.content(), context.content(content.screeningId(), content.revision())),
                content.earlier().stream()
                        .map(each -> key.seal(each.content(), context.content(content.screeningId(), each.number())))
                        .toList(),
                content.decisions().stream()
                        .map(decision -> seal(load, content, decision, key))
                        .toList());
    }

    private byte[] refOf(CarriedContent content) {
        byte[] name = content.name();
        return name == null
                ? unaddressed(content)
                : digests.content(
                        new ContentName(content.client(), new String(name, java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** For a content whose name is gone, or was given to another content in this cell. */
    private byte[] unaddressed(CarriedContent content) {
        return digests.content(new ContentName("moved\0" + content.client(), content.screeningId()));
    }

    private SealedDecision seal(
            Arrivals.Load load, CarriedContent content, CarriedContent.Decision decision, PersonKey key) {
        var context = sealer.context();
        String id = decision.decisionId();
        var carried = decision.key();
        return new SealedDecision(
                decision,
                entry(load, content, decision, key),
                seal(key, decision.record(), context.record(id)),
                seal(key, decision.answer(), context.answer(id)),
                decision.effects().stream()
                        .map(effect -> key.seal(effect.payload(), context.effect(id, effect.n())))
                        .toList(),
                carried == null ? null : key.seal(IdempotencyRows.encode(carried.key()), context.idempotencyKey(id)));
    }

    private static byte @Nullable [] seal(PersonKey key, byte @Nullable [] plain, byte[] place) {
        return plain == null ? null : key.seal(plain, place);
    }

    /** An id of its own, because a person who comes back has an entry of the decision's id here already. */
    private byte[] entry(Arrivals.Load load, CarriedContent content, CarriedContent.Decision decision, PersonKey key) {
        String id = load.migrationId() + '.' + decision.index();
        var facts = new TreeMap<String, Object>();
        facts.put("decision", decision.decisionId());
        facts.put("from_log", load.fromLog());
        facts.put("from_index", decision.index());
        facts.put("from_leaf", HexFormat.of().formatHex(decision.leaf()));
        byte[] plain = content.contentOf(decision);
        return new LogEntry(
                        id,
                        "decision-moved",
                        sealer.context().region(),
                        at,
                        Sealer.commitment(key, "author", id, load.account().digest()),
                        plain == null ? null : Sealer.commitment(key, "content", id, plain),
                        new EntryFacts(facts))
                .encode();
    }

    /** @throws IllegalStateException when the migrations are not where this page goes on */
    void write(Connection connection, LogHead head) throws SQLException {
        leaveOutTaken(connection);
        var contents = new ArrayList<ContentRow>();
        var decisions = new ArrayList<DecisionRow>();
        for (var part : parts) for (var content : part.contents()) place(part, content, head, contents, decisions);
        advance(connection);
        insertContents(connection, contents);
        insertDecisions(connection, decisions);
        insertWhatHangsOn(connection, contents, decisions);
        ReviewRows.writeArrived(
                connection,
                contents.stream().map(ContentRow::index).toList(),
                sealer.context().region());
    }

    private record ContentRow(AccountRef account, Sealed content, long index, long standing) {}

    private record DecisionRow(
            SealedDecision decision,
            long index,
            long content,
            @Nullable Long supersedes) {}

    private static void place(
            Part part, Sealed content, LogHead head, List<ContentRow> contents, List<DecisionRow> decisions) {
        long first = -1;
        long standing = -1;
        var placed = new ArrayList<Long>();
        for (var decision : content.decisions()) {
            long index = head.append(decision.entry());
            if (first < 0) first = index;
            if (decision.plain().stands()) standing = index;
            int before = decision.plain().supersedes();
            decisions.add(new DecisionRow(decision, index, first, before < 0 ? null : placed.get(before)));
            placed.add(index);
        }
        contents.add(new ContentRow(part.load().account(), content, first, standing < 0 ? first : standing));
    }

    /** Names and keys that others of this cell have: the content comes without them, which the digest then leaves out too. */
    private void leaveOutTaken(Connection connection) throws SQLException {
        var all = parts.stream().flatMap(part -> part.contents().stream()).toList();
        Set<Keyed> names = new HashSet<>(Bulk.query(
                connection,
                "SELECT content_ref FROM content WHERE content_ref = ANY (?)",
                row -> new Keyed(row.getBytes(1)),
                Bulk.bytes(all, Sealed::ref)));
        var keys = all.stream()
                .flatMap(content -> content.decisions().stream())
                .flatMap(decision ->
                        java.util.stream.Stream.ofNullable(decision.plain().key()))
                .toList();
        Set<Keyed> taken = keys.isEmpty()
                ? Set.of()
                : new HashSet<>(Bulk.query(
                        connection,
                        TAKEN_KEYS,
                        row -> new Keyed(row.getBytes(1)),
                        Bulk.bytes(keys, each -> digests.idempotencyKey(each.key())),
                        Bulk.times(List.of(at), now -> now)));
        if (names.isEmpty() && taken.isEmpty()) return;
        var some = List.copyOf(parts);
        parts.clear();
        for (var part : some)
            parts.add(new Part(
                    part.load(),
                    part.key(),
                    part.contents().stream()
                            .map(content -> without(content, part.key(), names, taken))
                            .toList()));
    }

    private Sealed without(Sealed content, PersonKey key, Set<Keyed> names, Set<Keyed> taken) {
        var plain = content.plain();
        for (var decision : content.plain().decisions()) {
            var carried = decision.key();
            if (carried != null && taken.contains(new Keyed(digests.idempotencyKey(carried.key()))))
                plain = plain.without(carried);
        }
        var decisions = new ArrayList<SealedDecision>();
        for (int i = 0; i < content.decisions().size(); i++) {
            var sealed = content.decisions().get(i);
            var decision = plain.decisions().get(i);
            decisions.add(new SealedDecision(
                    decision,
                    sealed.entry(),
                    sealed.record(),
                    sealed.answer(),
                    sealed.effects(),
                    decision.key() == null ? null : sealed.idempotencyKey()));
        }
        byte[] ref = names.contains(new Keyed(content.ref())) ? unaddressed(plain) : content.ref();
        return new Sealed(
                plain,
                key.commit(plain.encode()),
                ref,
                content.name(),
                content.content(),
                content.earlier(),
                decisions);
    }

    private void advance(Connection connection) throws SQLException {
        var digest = new HashMap<String, byte[]>();
        Bulk.query(
                connection,
                "SELECT migration_id, digest FROM arrival WHERE migration_id = ANY (?)",
                row -> digest.put(row.getString(1), row.getBytes(2)),
                Bulk.texts(parts, part -> part.load().migrationId()));
        for (var part : parts)
            for (var content : part.contents())
                digest.computeIfPresent(
                        part.load().migrationId(), (_, chain) -> CarriedChain.link(chain, content.commitment()));
        int advanced = Bulk.update(
                connection,
                CURSORS,
                Bulk.texts(parts, part -> part.load().migrationId()),
                Bulk.longs(parts, part -> part.load().afterCursor()),
                Bulk.longs(parts, part -> part.load().contents().getLast().index()),
                Bulk.bytes(
                        parts,
                        part -> java.util.Objects.requireNonNull(
                                digest.get(part.load().migrationId()))),
                Bulk.longs(parts, part -> part.contents().size()),
                Bulk.longs(
                        parts,
                        part -> part.contents().stream()
                                .mapToLong(content -> content.decisions().size())
                                .sum()),
                Bulk.longs(
                        parts,
                        part -> part.contents().stream()
                                .mapToLong(content -> content.plain().keys())
                                .sum()));
        if (advanced != parts.size())
            throw new IllegalStateException(
                    "another worker carries on with a migration of this page, or it was given up");
    }

    private static void insertContents(Connection connection, List<ContentRow> rows) throws SQLException {
        Bulk.update(
                connection,
                CONTENTS,
                Bulk.longs(rows, ContentRow::index),
                Bulk.bytes(rows, row -> row.content().ref()),
                Bulk.texts(rows, row -> row.content().plain().screeningId()),
                Bulk.bytes(rows, row -> row.account().digest()),
                Bulk.texts(rows, row -> row.content().plain().client()),
                Bulk.longs(rows, ContentRow::standing),
                sealed(rows, row -> row.content().name()),
                sealed(rows, row -> row.content().content()),
                Bulk.integers(rows, row -> row.content().plain().revision()));
    }

    private static <T> Bulk.Column sealed(List<T> rows, java.util.function.Function<T, byte @Nullable []> value) {
        return new Bulk.Column("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    private static void insertDecisions(Connection connection, List<DecisionRow> rows) throws SQLException {
        Bulk.update(
                connection,
                DECISIONS,
                Bulk.longs(rows, DecisionRow::index),
                Bulk.texts(rows, row -> row.decision().plain().decisionId()),
                Bulk.longs(rows, DecisionRow::content),
                new Bulk.Column(
                        "int8", rows.stream().map(DecisionRow::supersedes).toArray(Long[]::new)),
                Bulk.texts(rows, row -> row.decision().plain().report().surface()),
                Bulk.texts(rows, row -> row.decision().plain().report().verdict()),
                Bulk.texts(
                        rows,
                        row -> String.join(",", row.decision().plain().report().categories())),
                Bulk.texts(rows, row -> row.decision().plain().report().language()),
                Bulk.texts(rows, row -> row.decision().plain().report().policyDigest()),
                Bulk.truths(rows, row -> row.decision().plain().report().degraded()),
                Bulk.times(rows, row -> row.decision().plain().report().decidedAt()),
                sealed(rows, row -> row.decision().record()),
                sealed(rows, row -> row.decision().answer()),
                Bulk.integers(rows, row -> row.decision().plain().revision()));
    }

    private record MediaUse(long content, String mediaId) {}

    private record EffectRow(long index, CarriedContent.WaitingEffect effect, byte[] sealed) {}

    private void insertWhatHangsOn(Connection connection, List<ContentRow> contents, List<DecisionRow> decisions)
            throws SQLException {
        var media = contents.stream()
                .flatMap(row -> row.content().plain().media().stream().map(id -> new MediaUse(row.index(), id)))
                .toList();
        if (!media.isEmpty())
            Bulk.update(connection, MEDIA, Bulk.longs(media, MediaUse::content), Bulk.texts(media, MediaUse::mediaId));
        insertEarlier(connection, contents);
        insertCopies(connection, contents);
        var shadows = decisions.stream()
                .flatMap(row ->
                        row.decision().plain().shadows().stream().map(each -> new ShadowRows.Row(row.index(), each)))
                .toList();
        ShadowRows.insert(connection, shadows);
        insertEffects(connection, decisions);
        insertKeys(connection, decisions);
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record RevisionRow(long content, int number, byte[] sealed) {}

    private static void insertEarlier(Connection connection, List<ContentRow> contents) throws SQLException {
        var rows = contents.stream()
                .flatMap(row -> IntStream.range(0, row.content().earlier().size())
                        .mapToObj(i -> new RevisionRow(
                                row.index(),
                                row.content().plain().earlier().get(i).number(),
                                row.content().earlier().get(i))))
                .toList();
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                EARLIER,
                Bulk.longs(rows, RevisionRow::content),
                Bulk.integers(rows, RevisionRow::number),
                Bulk.bytes(rows, RevisionRow::sealed));
    }

    private record CopyRow(long content, CarriedContent.CopyOwed copy) {}

    private static void insertCopies(Connection connection, List<ContentRow> contents) throws SQLException {
        var copies = contents.stream()
                .flatMap(row -> row.content().plain().copies().stream().map(copy -> new CopyRow(row.index(), copy)))
                .toList();
        if (copies.isEmpty()) return;
        Bulk.update(
                connection,
                "INSERT INTO copy_owed (content_index, region, transfer_id, stored_at)"
                        + " SELECT c, r, t, nullif(s, '')::timestamptz FROM unnest(?, ?, ?, ?) AS u (c, r, t, s)",
                Bulk.longs(copies, CopyRow::content),
                Bulk.texts(copies, row -> row.copy().region()),
                Bulk.texts(copies, row -> row.copy().transferId()),
                Bulk.texts(
                        copies,
                        row -> row.copy().storedAt() == null
                                ? ""
                                : String.valueOf(row.copy().storedAt())));
    }

    private static void insertEffects(Connection connection, List<DecisionRow> decisions) throws SQLException {
        var effects = decisions.stream()
                .flatMap(row -> IntStream.range(0, row.decision().effects().size())
                        .mapToObj(i -> new EffectRow(
                                row.index(),
                                row.decision().plain().effects().get(i),
                                row.decision().effects().get(i))))
                .toList();
        if (effects.isEmpty()) return;
        Bulk.update(
                connection,
                EFFECTS,
                Bulk.longs(effects, EffectRow::index),
                Bulk.integers(effects, row -> row.effect().n()),
                Bulk.texts(effects, row -> row.effect().kind()),
                Bulk.bytes(effects, EffectRow::sealed),
                Bulk.times(effects, row -> row.effect().dueAt()),
                Bulk.integers(effects, row -> row.effect().attempts()));
    }

    private void insertKeys(Connection connection, List<DecisionRow> decisions) throws SQLException {
        var keyed = decisions.stream()
                .filter(row -> row.decision().plain().key() != null)
                .toList();
        if (keyed.isEmpty()) return;
        Bulk.update(
                connection,
                KEYS,
                Bulk.bytes(keyed, row -> digests.idempotencyKey(keyOf(row).key())),
                Bulk.bytes(keyed, row -> digests.body(keyOf(row).key())),
                Bulk.longs(keyed, DecisionRow::index),
                Bulk.times(keyed, row -> keyOf(row).expiresAt()),
                sealed(keyed, row -> row.decision().idempotencyKey()));
    }

    private static CarriedContent.Key keyOf(DecisionRow row) {
        return java.util.Objects.requireNonNull(row.decision().plain().key());
    }
}
