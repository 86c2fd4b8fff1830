package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.ArrivingRows.ContentRow;
import io.gatehouse.residency.cell.ArrivingRows.DecisionRow;
import io.gatehouse.residency.cell.ArrivingSeals.Sealed;
import io.gatehouse.residency.cell.ArrivingSeals.SealedDecision;
import io.gatehouse.residency.cell.PreparedContent.Keyed;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Contents that come from another cell: sealed before the cell's lock is taken, written under it. Used once. */
final class ArrivingPage {
    private static final String TAKEN_KEYS =
            "SELECT key_ref FROM idempotency WHERE key_ref = ANY (?) AND expires_at > ALL (?)";
    private static final String CURSORS = """
        UPDATE arrival SET cursor = u.c, digest = u.h, contents = contents + u.n, decisions = decisions + u.d,
          keys = keys + u.k
        FROM unnest(?, ?, ?, ?, ?, ?, ?) AS u (id, before, c, h, n, d, k)
        WHERE migration_id = u.id AND state = 'COPYING' AND cursor = u.before\
        """;

    private final CellDigests digests;
    private final Sealer sealer;
    private final ArrivingSeals seals;
    private final Instant at;
    private final List<Part> parts = new ArrayList<>();

    ArrivingPage(CellDigests digests, Sealer sealer, Instant at) {
        this.digests = digests;
        this.sealer = sealer;
        this.seals = new ArrivingSeals(digests, sealer, at);
        this.at = at;
    }

    private record Part(Arrivals.Load load, PersonKey key, List<Sealed> contents) {}

    void prepare(Arrivals.Load load, PersonKey key) {
        parts.add(new Part(
                load,
                key,
                load.contents().stream()
                        .map(content -> seals.seal(load, content, key))
                        .toList()));
    }

    /** @throws IllegalStateException when the migrations are not where this page goes on */
    void write(Connection connection, LogHead head) throws SQLException {
        leaveOutTaken(connection);
        var contents = new ArrayList<ContentRow>();
        var decisions = new ArrayList<DecisionRow>();
        for (var part : parts) for (var content : part.contents()) place(part, content, head, contents, decisions);
        advance(connection);
        new ArrivingRows(connection, digests).insert(contents, decisions);
        ReviewRows.writeArrived(
                connection,
                contents.stream().map(ContentRow::index).toList(),
                sealer.context().region());
    }

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
        byte[] ref = names.contains(new Keyed(content.ref())) ? seals.unaddressed(plain) : content.ref();
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
}
