package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Media that go with contents which are placed outside of their author's home, as one of the two cells sees them. The home
 * writes down that they may lie elsewhere before they do, and lets them go once a content there shows them; what nothing shows
 * in the other cell is taken back. Objects are only written down, under the event's id, for {@link PersonRemoval#notedObjects}.
 * Thread-safe; throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and
 * everything may be repeated.
 */
public final class GuestMedia {
    private static final String NOTE_LEAVING = """
        INSERT INTO media_leaving (media_id, to_region, account_ref, since) SELECT * FROM unnest(?, ?, ?, ?)
        ON CONFLICT (media_id, to_region) DO UPDATE SET since = excluded.since\
        """;
    private static final String SHOWN = """
        SELECT media_id FROM content_media WHERE media_id = ANY (?)
        UNION SELECT media_id FROM copy_media WHERE media_id = ANY (?)\
        """;
    private static final String OF_SHELTER = """
        SELECT m.media_id FROM placed_media p JOIN media m USING (media_id)
        WHERE p.reason = '%s' AND p.home_region = ? AND m.account_ref = ? ORDER BY m.media_id LIMIT ?\
        """.formatted(Shelter.FAILOVER);
    private static final String NOTE_OBJECTS = """
        INSERT INTO erased_object (erasure_id, object_key)
        SELECT e, m.object_key FROM unnest(?) AS u (e), media m WHERE m.media_id = ANY (?) ON CONFLICT DO NOTHING\
        """;
    private static final String LEAD = """
        INSERT INTO moved_id (id, region) SELECT m.media_id, u.r FROM unnest(?) AS u (r), media m
        WHERE m.media_id = ANY (?) ON CONFLICT (id) DO UPDATE SET region = excluded.region\
        """;
    private static final List<String> REMOVE = List.of(
            "DELETE FROM media_hash WHERE media_id = ANY (?)",
            "DELETE FROM placed_media WHERE media_id = ANY (?)",
            "DELETE FROM copy_media WHERE media_id = ANY (?)",
            "DELETE FROM media WHERE media_id = ANY (?)");

    private final Cell cell;

    public GuestMedia(Cell cell) {
        this.cell = cell;
    }

    /**
     * Media of somebody at home here that may lie in another cell.
     *
     * @param since when a content was last about to be placed there
     */
    public record Leaving(AccountRef account, String mediaId, RegionId to, Instant since) {}

    /** At home, before anything is put elsewhere. */
    public void noteLeaving(AccountRef account, Collection<String> mediaIds, RegionId to, Instant at) {
        var ids = List.copyOf(mediaIds);
        cell.transact(transaction -> Bulk.update(
                transaction.connection(),
                NOTE_LEAVING,
                texts(ids),
                Bulk.texts(ids, _ -> to.value()),
                Bulk.bytes(ids, _ -> account.digest()),
                Bulk.times(ids, _ -> at)));
    }

    /** At home: what was noted before that moment and is not settled, oldest first. */
    public List<Leaving> leaving(Instant before, int limit) {
        return cell.read(connection -> Bulk.query(
                connection,
                "SELECT account_ref, media_id, to_region, since FROM media_leaving WHERE since < ALL (?)"
                        + " ORDER BY since LIMIT " + limit,
                row -> new Leaving(
                        new AccountRef(row.getBytes(1)),
                        row.getString(2),
                        new RegionId(row.getString(3)),
                        Bulk.instant(row, "since")),
                Bulk.times(List.of(before), now -> now)));
    }

    /** Those of the media that a content or a copy in this cell shows. */
    public Set<String> shown(Collection<String> mediaIds) {
        return cell.read(connection -> shown(connection, mediaIds));
    }

    /** Those of the media that lie here though their owner is, or was, at home elsewhere. */
    public Set<String> placed(Collection<String> mediaIds) {
        return cell.read(connection -> placed(connection, mediaIds));
    }

    private static Set<String> placed(Connection connection, Collection<String> mediaIds) throws SQLException {
        return new HashSet<>(Bulk.query(
                connection,
                "SELECT media_id FROM placed_media WHERE media_id = ANY (?)",
                row -> row.getString(1),
                texts(mediaIds)));
    }

    /** Those of the media whose rows are in this cell. */
    public Set<String> present(Collection<String> mediaIds) {
        return cell.read(connection -> new HashSet<>(Bulk.query(
                connection,
                "SELECT media_id FROM media WHERE media_id = ANY (?)",
                row -> row.getString(1),
                texts(mediaIds))));
    }

    /**
     * At home: lets media go that lie in the other cell, shown there. What a content at home shows as well stays here too.
     *
     * @return whether objects were written down under the event's id
     */
    public boolean letGo(String eventId, AccountRef account, Collection<String> mediaIds, RegionId to, Instant at) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var going = new HashSet<>(mediaIds);
            going.removeAll(shown(connection, mediaIds));
            Bulk.update(connection, LEAD, Bulk.texts(List.of(to), RegionId::value), texts(going));
            int objects = remove(connection, eventId, going);
            forgetLeaving(connection, mediaIds, to);
            if (objects > 0)
                transaction.append(
                        new LogEvent(
                                eventId, "media-placed", at, new EntryFacts(Map.of("to", to.value(), "media", (long)
                                        objects))),
                        account);
            return objects > 0;
        });
    }

    /** At home: they do not lie in the other cell, or both cells show them. */
    public void stay(Collection<String> mediaIds, RegionId to) {
        cell.transact(transaction -> forgetLeaving(transaction.connection(), mediaIds, to));
    }

    private static int forgetLeaving(Connection connection, Collection<String> mediaIds, RegionId to)
            throws SQLException {
        return Bulk.update(
                connection,
                "DELETE FROM media_leaving WHERE media_id = ANY (?) AND to_region = ANY (?)",
                texts(mediaIds),
                Bulk.texts(List.of(to), RegionId::value));
    }

    /**
     * Where they were placed: removes those that nothing here shows.
     *
     * @return whether objects were written down under the event's id
     */
    public boolean takeBack(String eventId, Collection<String> mediaIds) {
        return cell.transact(transaction -> removeUnshown(transaction.connection(), eventId, mediaIds) > 0);
    }

    /** Ids of media of somebody whose home was down, at most {@code limit}. */
    public List<String> sheltered(AccountRef account, RegionId home, int limit) {
        return cell.read(connection -> {
            try (var select = connection.prepareStatement(OF_SHELTER)) {
                select.setString(1, home.value());
                select.setBytes(2, account.digest());
                select.setInt(3, limit);
                return Bulk.all(select, row -> row.getString(1));
            }
        });
    }

    /**
     * Where they were sheltered: removes those that are at home by now and that nothing here shows any more; their ids lead
     * home.
     *
     * @return whether objects were written down under the event's id
     */
    public boolean release(String eventId, AccountRef account, Collection<String> mediaIds, RegionId home) {
        boolean isGone = cell.transact(transaction -> {
            var connection = transaction.connection();
            var going = new HashSet<>(mediaIds);
            going.removeAll(shown(connection, mediaIds));
            Bulk.update(connection, LEAD, Bulk.texts(List.of(home), RegionId::value), texts(going));
            int objects = remove(connection, eventId, going);
            return objects > 0;
        });
        cell.shelter().forgetIfEmpty(account);
        return isGone;
    }

    /** Removes those of the media, placed here, that nothing shows. @return how many objects are written down */
    static int removeUnshown(Connection connection, String eventId, Collection<String> mediaIds) throws SQLException {
        var placed = placed(connection, mediaIds);
        placed.removeAll(shown(connection, placed));
        return remove(connection, eventId, placed);
    }

    private static Set<String> shown(Connection connection, Collection<String> mediaIds) throws SQLException {
        return new HashSet<>(Bulk.query(connection, SHOWN, row -> row.getString(1), texts(mediaIds), texts(mediaIds)));
    }

    private static int remove(Connection connection, String eventId, Collection<String> mediaIds) throws SQLException {
        if (mediaIds.isEmpty()) return 0;
        int objects = Bulk.update(connection, NOTE_OBJECTS, texts(List.of(eventId)), texts(mediaIds));
        for (var sql : REMOVE) Bulk.update(connection, sql, texts(mediaIds));
        return objects;
    }

    private static Bulk.Column texts(Collection<String> values) {
        return Bulk.texts(List.copyOf(values), value -> value);
    }
}
