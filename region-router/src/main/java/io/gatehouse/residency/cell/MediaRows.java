package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.AccountRows.AccountRow;
import io.gatehouse.residency.directory.AccountRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Media rows of one batch. */
final class MediaRows {
    private static final String SELECT = "SELECT media_id FROM media WHERE media_id = ANY (?)";
    private static final String INSERT = """
        INSERT INTO media (media_id, account_ref, digest_ref, object_key, size_bytes, sealed_digest,
          sealed_description, stored_at)
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    private static final String WAIT = """
        INSERT INTO media_waiting (media_id, urgency, work_millis, picture, since)
        SELECT m, 0, w, p, t FROM unnest(?, ?, ?, ?) AS u (m, w, p, t)\
        """;

    private static final String PLACED = "INSERT INTO placed_media (media_id, home_region, reason, transfer_id)"
            + " SELECT * FROM unnest(?, ?, ?, ?)";
    private static final String SHOWN_BY_COPY =
            "INSERT INTO copy_media (screening_id, media_id) SELECT * FROM unnest(?, ?) ON CONFLICT DO NOTHING";

    private MediaRows() {}

    private record Accepted(MediaWrite write, PersonKeyRing.Held held) {}

    static void write(
            Connection connection,
            List<PreparedMedia> works,
            Map<AccountRef, AccountRow> accounts,
            CellDigests digests,
            SealContext context)
            throws SQLException {
        if (works.isEmpty()) return;
        var known = new HashSet<>(Bulk.query(
                connection, SELECT, row -> row.getString(1), Bulk.texts(works, work -> work.write.mediaId())));
        var accepted = new ArrayList<Accepted>();
        var ofCopies = new ArrayList<MediaWrite>();
        for (var work : works) {
            var account =
                    Objects.requireNonNull(accounts.get(work.write.author().account()));
            var held = account.held();
            boolean isThere = known.contains(work.write.mediaId());
            boolean isTaken = held != null && account.takes(work.write.author());
            if (isTaken && work.write.copyOf() != null) ofCopies.add(work.write);
            if (isThere) {
                work.decide(new MediaOutcome.Stored());
            } else if (held == null || !isTaken) {
                work.decide(new MediaOutcome.StaleHome(account.epoch(), account.state()));
            } else {
                known.add(work.write.mediaId());
                accepted.add(new Accepted(work.write, held));
                work.decide(new MediaOutcome.Stored());
            }
        }
        insert(connection, accepted, digests, context);
        insertPlaced(connection, accepted);
        if (!ofCopies.isEmpty())
            Bulk.update(
                    connection,
                    SHOWN_BY_COPY,
                    Bulk.texts(ofCopies, write -> Objects.requireNonNull(write.copyOf())),
                    Bulk.texts(ofCopies, MediaWrite::mediaId));
    }

    private static void insert(Connection connection, List<Accepted> accepted, CellDigests digests, SealContext context)
            throws SQLException {
        if (accepted.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.texts(accepted, each -> each.write.mediaId()),
                Bulk.bytes(accepted, each -> each.write.author().account().digest()),
                Bulk.bytes(accepted, each -> digests.media(each.write.sha256())),
                Bulk.texts(accepted, each -> each.write.objectKey()),
                Bulk.longs(accepted, each -> each.write.sizeBytes()),
                Bulk.bytes(
                        accepted,
                        each -> each.held.key().seal(each.write.sha256(), context.mediaDigest(each.write.mediaId()))),
                Bulk.bytes(
                        accepted,
                        each -> each.held
                                .key()
                                .seal(each.write.description(), context.mediaDescription(each.write.mediaId()))),
                Bulk.times(accepted, each -> each.write.storedAt()));
        Bulk.update(
                connection,
                WAIT,
                Bulk.texts(accepted, each -> each.write.mediaId()),
                Bulk.integers(accepted, each -> each.write.work().millis()),
                Bulk.truths(accepted, each -> each.write.work().isPicture()),
                Bulk.times(accepted, each -> each.write.storedAt()));
    }

    private static void insertPlaced(Connection connection, List<Accepted> accepted) throws SQLException {
        var rows = accepted.stream()
                .map(Accepted::write)
                .filter(write -> write.placed() != null)
                .toList();
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                PLACED,
                Bulk.texts(rows, MediaWrite::mediaId),
                Bulk.texts(
                        rows,
                        write ->
                                Objects.requireNonNull(write.author().guestOf()).value()),
                Bulk.texts(rows, write -> Objects.requireNonNull(write.placed()).reason()),
                Bulk.texts(rows, write -> Objects.requireNonNull(write.placed()).transferId()));
    }
}
