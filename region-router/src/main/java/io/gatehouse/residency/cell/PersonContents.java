package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that people wrote in a cell, opened, in the order of the log. The same code reads both ends of a migration. */
final class PersonContents {
    private static final String CONTENTS = """
        SELECT p.n, c.content_index, c.screening_id, c.client, c.standing_index, c.revision, c.sealed_name, c.sealed_content
        FROM unnest(?, ?) WITH ORDINALITY AS p (account, after, n), LATERAL (
          SELECT * FROM content
          WHERE account_ref = p.account AND content_index > p.after%s ORDER BY content_index LIMIT \
        """;
    private static final String ALL = CONTENTS.formatted("");
    private static final String FREE = CONTENTS.formatted(" AND " + PlacedRows.isFree("content"));

    private static final String IN_ORDER = ") AS c ORDER BY p.n, c.content_index";
    /** Decisions on a content hang together in a chain, so that no index by content is needed. */
    private static final String DECISIONS = """
        WITH RECURSIVE d AS (
          SELECT * FROM decision WHERE log_index = ANY (?)
          UNION ALL SELECT n.* FROM decision n JOIN d ON n.supersedes_index = d.log_index)
        """;

    private static final String WITH_LEAVES = DECISIONS
            + "SELECT d.*, sha256('\\x00'::bytea || e.entry) AS leaf FROM d JOIN log_entry e USING (log_index)";
    private static final String WITHOUT_LEAVES = DECISIONS + "SELECT d.*, ''::bytea AS leaf FROM d";

    private static final String EFFECTS =
            "SELECT log_index, n, kind, sealed_payload, due_at, attempts FROM outbox WHERE log_index = ANY (?) ORDER"
                    + " BY log_index, n";
    private static final String KEYS =
            "SELECT log_index, sealed_key, expires_at FROM idempotency WHERE log_index = ANY (?) AND sealed_key IS NOT"
                    + " NULL";
    private static final String SHADOWS =
            "SELECT * FROM shadow_verdict WHERE log_index = ANY (?) ORDER BY log_index, policy_digest";
    private static final String MEDIA =
            "SELECT content_index, media_id FROM content_media WHERE content_index = ANY (?) ORDER BY content_index,"
                    + " media_id";
    private static final String EARLIER =
            "SELECT content_index, revision, sealed_content FROM content_revision WHERE content_index = ANY (?) ORDER BY"
                    + " content_index, revision";
    private static final String COPIES =
            "SELECT * FROM copy_owed WHERE content_index = ANY (?) ORDER BY content_index, region";
    /** A planner without statistics would read whole tables. */
    static final String BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true),"
            + " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    private final Connection connection;
    private final SealContext context;
    private final boolean withLeaves;
    private final String select;

    private PersonContents(Connection connection, SealContext context, boolean withLeaves, String select) {
        this.connection = connection;
        this.context = context;
        this.withLeaves = withLeaves;
        this.select = select;
    }

    /** As they are carried away: with the leaves of the log that new entries point to. */
    PersonContents(Connection connection, SealContext context) {
        this(connection, context, true, ALL);
    }

    /** Without those that are held here under another law. */
    static PersonContents free(Connection connection, SealContext context) {
        return new PersonContents(connection, context, true, FREE);
    }

    /** For whoever only compares: no digest is over the leaves. */
    static PersonContents withoutLeaves(Connection connection, SealContext context) {
        return new PersonContents(connection, context, false, ALL);
    }

    /**
     * Where to go on with one person.
     *
     * @param after content index of the last one before; -1 for none
     */
    record Place(AccountRef account, PersonKey key, long after) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Content(
            int place,
            PersonKey key,
            long index,
            String screeningId,
            String client,
            long standing,
            int revision,
            byte @Nullable [] name,
            byte @Nullable [] content) {}

    /**
     * @param limit of each person's contents
     * @return by place, in the order of the log
     */
    List<List<CarriedContent>> pages(List<Place> places, int limit) throws SQLException {
        List<List<CarriedContent>> pages = new ArrayList<>();
        places.forEach(_ -> pages.add(new ArrayList<>()));
        var contents = contents(places, limit);
        if (contents.isEmpty()) return pages;
        var indexes = Bulk.longs(contents, Content::index);
        Map<Long, List<String>> media = new HashMap<>();
        Bulk.query(
                connection,
                MEDIA,
                row -> media.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add(row.getString(2)),
                indexes);
        Map<Long, List<CarriedContent.CopyOwed>> copies = new HashMap<>();
        Bulk.query(
                connection,
                COPIES,
                row -> copies.computeIfAbsent(row.getLong("content_index"), _ -> new ArrayList<>())
                        .add(copy(row)),
                indexes);
        var keys = new HashMap<Long, PersonKey>();
        for (var content : contents) keys.put(content.index(), content.key());
        var earlier = earlier(contents, indexes);
        var decisions = decisions(indexes, keys);
        for (var content : contents)
            pages.get(content.place())
                    .add(new CarriedContent(
                            content.index(),
                            content.screeningId(),
                            content.client(),
                            open(content.key(), content.name(), context.name(content.screeningId())),
                            open(
                                    content.key(),
                                    content.content(),
                                    context.content(content.screeningId(), content.revision())),
                            content.revision(),
                            earlier.getOrDefault(content.index(), List.of()),
                            media.getOrDefault(content.index(), List.of()),
                            copies.getOrDefault(content.index(), List.of()),
                            numbered(decisions.getOrDefault(content.index(), List.of()), content.standing())));
        return pages;
    }

    List<CarriedContent> page(Place place, int limit) throws SQLException {
        return pages(List.of(place), limit).getFirst();
    }

    private Map<Long, List<CarriedContent.Revision>> earlier(List<Content> contents, Bulk.Column indexes)
            throws SQLException {
        if (contents.stream().allMatch(content -> content.revision() == 1)) return Map.of();
        var byIndex = new HashMap<Long, Content>();
        for (var content : contents) byIndex.put(content.index(), content);
        return grouped(Bulk.query(
                connection,
                EARLIER,
                row -> {
                    long index = row.getLong("content_index");
                    int number = row.getInt("revision");
                    var content = java.util.Objects.requireNonNull(byIndex.get(index), "a revision of another content");
                    byte[] place = context.content(content.screeningId(), number);
                    return new Of<>(
                            index,
                            new CarriedContent.Revision(
                                    number, content.key().open(row.getBytes("sealed_content"), place)));
                },
                indexes));
    }

    private static CarriedContent.CopyOwed copy(ResultSet row) throws SQLException {
        return new CarriedContent.CopyOwed(
                row.getString("region"),
                row.getString("transfer_id"),
                row.getObject("stored_at") == null ? null : Bulk.instant(row, "stored_at"));
    }

    private List<Content> contents(List<Place> places, int limit) throws SQLException {
        try (var settings = connection.prepareStatement(BY_INDEX)) {
            settings.execute();
        }
        return Bulk.query(
                connection,
                select + limit + IN_ORDER,
                row -> {
                    int place = row.getInt("n") - 1;
                    return new Content(
                            place,
                            places.get(place).key(),
                            row.getLong("content_index"),
                            row.getString("screening_id"),
                            row.getString("client"),
                            row.getLong("standing_index"),
                            row.getInt("revision"),
                            row.getBytes("sealed_name"),
                            row.getBytes("sealed_content"));
                },
                Bulk.bytes(places, place -> place.account().digest()),
                Bulk.longs(places, Place::after));
    }

    /** A decision row with where it belongs; the rest of it is read separately. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Row(
            PersonKey key,
            long index,
            long content,
            @Nullable Long supersedes,
            byte[] leaf,
            int revision,
            String decisionId,
            ReportFacts report,
            byte @Nullable [] record,
            byte @Nullable [] answer) {}

    private record Of<T>(long index, T value) {}

    /** By content index. Places in the log stand where places in the list belong: {@link #numbered} puts that right. */
    private Map<Long, List<CarriedContent.Decision>> decisions(Bulk.Column contents, Map<Long, PersonKey> personKeys)
            throws SQLException {
        var rows = Bulk.query(
                connection, withLeaves ? WITH_LEAVES : WITHOUT_LEAVES, row -> row(row, personKeys), contents);
        var byIndex = new HashMap<Long, Row>();
        for (var row : rows) byIndex.put(row.index(), row);
        var indexes = Bulk.longs(rows, Row::index);
        var effects = grouped(Bulk.query(connection, EFFECTS, row -> effect(row, byIndex), indexes));
        var shadows = grouped(Bulk.query(connection, SHADOWS, PersonContents::shadow, indexes));
        var keys = grouped(Bulk.query(connection, KEYS, row -> key(row, byIndex), indexes));
        Map<Long, List<Row>> byContent = new HashMap<>();
        for (var row : rows)
            byContent.computeIfAbsent(row.content(), _ -> new ArrayList<>()).add(row);
        Map<Long, List<CarriedContent.Decision>> found = new HashMap<>();
        byContent.forEach((content, some) -> {
            some.sort(Comparator.comparingLong(Row::index));
            var places = new HashMap<Long, Integer>();
            var made = new ArrayList<CarriedContent.Decision>();
            for (var row : some) {
                places.put(row.index(), made.size());
                Integer before = row.supersedes() == null ? null : places.get(row.supersedes());
                var itsKeys = keys.getOrDefault(row.index(), List.of());
                made.add(new CarriedContent.Decision(
                        row.index(),
                        row.leaf(),
                        row.decisionId(),
                        before == null ? -1 : before,
                        false,
                        row.revision(),
                        row.report(),
                        row.record(),
                        row.answer(),
                        effects.getOrDefault(row.index(), List.of()),
                        shadows.getOrDefault(row.index(), List.of()),
                        itsKeys.isEmpty() ? null : itsKeys.getFirst()));
            }
            found.put(content, made);
        });
        return found;
    }

    private static List<CarriedContent.Decision> numbered(List<CarriedContent.Decision> decisions, long standing) {
        return decisions.stream()
                .map(each -> each.index() == standing ? standing(each) : each)
                .toList();
    }

    private static CarriedContent.Decision standing(CarriedContent.Decision each) {
        return new CarriedContent.Decision(
                each.index(),
                each.leaf(),
                each.decisionId(),
                each.supersedes(),
                true,
                each.revision(),
                each.report(),
                each.record(),
                each.answer(),
                each.effects(),
                each.shadows(),
                each.key());
    }

    private Row row(ResultSet row, Map<Long, PersonKey> keys) throws SQLException {
        var id = row.getString("decision_id");
        long content = row.getLong("content_index");
        var key = java.util.Objects.requireNonNull(keys.get(content), "a decision of another content");
        return new Row(
                key,
                row.getLong("log_index"),
                content,
                Bulk.nullableLong(row, "supersedes_index"),
                row.getBytes("leaf"),
                row.getInt("revision"),
                id,
                SqlCellReader.report(row),
                open(key, row.getBytes("sealed_record"), context.record(id)),
                open(key, row.getBytes("sealed_answer"), context.answer(id)));
    }

    private Of<CarriedContent.WaitingEffect> effect(ResultSet row, Map<Long, Row> decisions) throws SQLException {
        long index = row.getLong("log_index");
        var decision = of(index, decisions);
        int n = row.getInt("n");
        return new Of<>(
                index,
                new CarriedContent.WaitingEffect(
                        n,
                        row.getString("kind"),
                        decision.key().open(row.getBytes("sealed_payload"), context.effect(decision.decisionId(), n)),
                        Bulk.instant(row, "due_at"),
                        row.getInt("attempts")));
    }

    private Of<CarriedContent.Key> key(ResultSet row, Map<Long, Row> decisions) throws SQLException {
        long index = row.getLong("log_index");
        var decision = of(index, decisions);
        byte[] plain = decision.key().open(row.getBytes("sealed_key"), context.idempotencyKey(decision.decisionId()));
        return new Of<>(index, new CarriedContent.Key(IdempotencyRows.decode(plain), Bulk.instant(row, "expires_at")));
    }

    private static Of<ShadowVerdict> shadow(ResultSet row) throws SQLException {
        return new Of<>(
                row.getLong("log_index"),
                new ShadowVerdict(
                        row.getString("policy_digest"),
                        row.getString("verdict"),
                        List.of((String[]) row.getArray("categories").getArray()),
                        List.of((String[]) row.getArray("rules").getArray()),
                        List.of((String[]) row.getArray("decided_rules").getArray()),
                        row.getBoolean("degraded")));
    }

    private static Row of(long index, Map<Long, Row> decisions) {
        return java.util.Objects.requireNonNull(decisions.get(index), "a row of no decision");
    }

    private static <T> Map<Long, List<T>> grouped(List<Of<T>> rows) {
        Map<Long, List<T>> groups = new HashMap<>();
        for (var row : rows)
            groups.computeIfAbsent(row.index(), _ -> new ArrayList<>()).add(row.value());
        return groups;
    }

    private static byte @Nullable [] open(PersonKey key, byte @Nullable [] sealed, byte[] place) {
        return sealed == null ? null : key.open(sealed, place);
    }
}
