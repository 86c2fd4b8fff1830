package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where things are found that left this cell with their authors. Thread-safe. */
final class MovedIds {
    /** Ids that one statement writes down: a few milliseconds. */
    private static final int POINTED_AT_ONCE = 2_000;

    private static final String TO_COME = """
        SELECT p.account, count(*) FROM unnest(?, ?) AS p (account, after)
        JOIN content c ON c.account_ref = p.account AND c.content_index > p.after AND %s GROUP BY p.account\
        """.formatted(PlacedRows.isFree("c"));
    private static final String POINT = """
        WITH RECURSIVE c AS (
          SELECT p.n, c.content_index, c.screening_id
          FROM unnest(?, ?) WITH ORDINALITY AS p (account, after, n), LATERAL (
            SELECT content_index, screening_id FROM content
            WHERE account_ref = p.account AND content_index > p.after AND %s ORDER BY content_index LIMIT %d) AS c),
        d AS (
          SELECT log_index, decision_id FROM decision WHERE log_index = ANY (ARRAY (SELECT content_index FROM c))
          UNION ALL SELECT n.log_index, n.decision_id FROM decision n JOIN d ON n.supersedes_index = d.log_index),
        pointed AS (
          INSERT INTO moved_id (id, region)
          SELECT i.id, r.region FROM unnest(?) AS r (region),
            (SELECT screening_id AS id FROM c UNION ALL SELECT decision_id FROM d) AS i
          ON CONFLICT (id) DO UPDATE SET region = excluded.region)
        SELECT n, max(content_index) AS last, count(*) AS contents FROM c GROUP BY n\
        """.formatted(PlacedRows.isFree("content"), POINTED_AT_ONCE);
    private static final String POINT_MEDIA = """
        INSERT INTO moved_id (id, region)
        SELECT media_id, r.region FROM unnest(?) AS r (region), media WHERE account_ref = ANY (?) AND %s
        ON CONFLICT (id) DO UPDATE SET region = excluded.region\
        """.formatted(PlacedRows.areFree("media"));
    /** Nobody carries an upload: its id says only that its owner left, so that who goes on with it is told why it ended. */
    private static final String POINT_UPLOADS = """
        INSERT INTO moved_id (id, region)
        SELECT upload_id, r.region FROM unnest(?) AS r (region), media_upload WHERE account_ref = ANY (?) AND state <> 'STORED'
        ON CONFLICT (id) DO UPDATE SET region = excluded.region\
        """;

    private final Database database;

    MovedIds(Database database) {
        this.database = database;
    }

    /** How many contents are to come of each; exact, because people who move write nothing. */
    Map<AccountRef, Long> toCome(List<Departures.Place> places) {
        var counts = new HashMap<AccountRef, Long>();
        database.read(connection -> Bulk.query(
                connection,
                TO_COME,
                row -> counts.put(new AccountRef(row.getBytes(1)), row.getLong(2)),
                Bulk.bytes(places, place -> place.account().digest()),
                Bulk.longs(places, Departures.Place::after)));
        return counts;
    }

    /**
     * Writes down where the ids of what is theirs are found from now on. To be called before anything is removed.
     *
     * @param to where they all went
     */
    void point(List<Departure> departures, RegionId to) {
        var places = departures.stream()
                .map(each -> new Departures.Place(each.account(), -1))
                .toList();
        var toCome = toCome(places);
        for (var together : FullPages.of(places, place -> toCome.getOrDefault(place.account(), 0L), POINTED_AT_ONCE)) {
            var rest = together;
            while (!rest.isEmpty()) rest = pointSome(rest, to);
        }
        database.transact(connection -> {
            int pointed = 0;
            for (var sql : List.of(POINT_MEDIA, POINT_UPLOADS))
                pointed += Bulk.update(
                        connection,
                        sql,
                        Bulk.texts(List.of(to), RegionId::value),
                        Bulk.bytes(departures, each -> each.account().digest()));
            return pointed;
        });
    }

    /** @return those who have more than one page, and where to go on */
    private List<Departures.Place> pointSome(List<Departures.Place> places, RegionId to) {
        return database.transact(connection -> {
            try (var settings = connection.prepareStatement(PersonContents.BY_INDEX)) {
                settings.execute();
            }
            return Bulk.query(
                            connection,
                            POINT,
                            row -> new Counted(
                                    new Departures.Place(
                                            places.get(row.getInt("n") - 1).account(), row.getLong("last")),
                                    row.getLong("contents")),
                            Bulk.bytes(places, place -> place.account().digest()),
                            Bulk.longs(places, Departures.Place::after),
                            Bulk.texts(List.of(to), RegionId::value))
                    .stream()
                    .filter(each -> each.contents() == POINTED_AT_ONCE)
                    .map(Counted::place)
                    .toList();
        });
    }

    private record Counted(Departures.Place place, long contents) {}

    /** Where something is found that was here; empty when nothing of this id moved away. */
    Optional<RegionId> movedTo(String id) {
        return database
                .read(connection -> {
                    try (var select = connection.prepareStatement("SELECT region FROM moved_id WHERE id = ?")) {
                        select.setString(1, id);
                        return Bulk.all(select, row -> new RegionId(row.getString(1)));
                    }
                })
                .stream()
                .findFirst();
    }
}
