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

/** All that one person wrote in a cell, opened, in the order of the log. The same code reads both ends of a migration. */
final class PersonContents {
    private static final String CONTENTS = """
        SELECT content_index, screening_id, client, standing_index, revision, sealed_name, sealed_content FROM content
        WHERE account_ref = ? AND content_index > ? ORDER BY content_index LIMIT ?\
        """;
    /** Decisions on a content hang together in a chain, so that no index by content is needed. */
    private static final String DECISIONS = """
        WITH RECURSIVE d AS (
          SELECT * FROM decision WHERE log_index = ANY (?)
          UNION ALL SELECT n.* FROM decision n JOIN d ON n.supersedes_index = d.log_index)
        SELECT d.*, sha256('\\x00'::bytea || e.entry) AS leaf FROM d JOIN log_entry e USING (log_index)\
        """;

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
    private static final String BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true),"
            + " set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    private final Connection connection;
    private final PersonKey key;
    private final SealContext context;

    PersonContents(Connection connection, PersonKey key, SealContext context) {
        this.connection = connection;
        this.key = key;
        this.context = context;
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Content(
            long index,
            String screeningId,
            String client,
            long standing,
            int revision,
            byte @Nullable [] name,
            byte @Nullable [] content) {}

    /** @param after content index of the last one before; -1 for none */
    List<CarriedContent> page(AccountRef account, long after, int limit) throws SQLException {
        var contents = contents(account, after, limit);
        if (contents.isEmpty()) return List.of();
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
        var earlier = earlier(contents, indexes);
        var decisions = decisions(indexes);
        var carried = new ArrayList<CarriedContent>(contents.size());
        for (var content : contents)
            carried.add(new CarriedContent(
                    content.index(),
                    content.screeningId(),
                    content.client(),
                    open(content.name(), context.name(content.screeningId())),
                    open(content.content(), context.content(content.screeningId(), content.revision())),
                    content.revision(),
                    earlier.getOrDefault(content.index(), List.of()),
                    media.getOrDefault(content.index(), List.of()),
                    copies.getOrDefault(content.index(), List.of()),
                    numbered(decisions.getOrDefault(content.index(), List.of()), content.standing())));
        return carried;
    }

    private Map<Long, List<CarriedContent.Revision>> earlier(List<Content> contents, Bulk.Column indexes)
            throws SQLException {
        if (contents.stream().allMatch(content -> content.revision() == 1)) return Map.of();
        var screenings = new HashMap<Long, String>();
        for (var content : contents) screenings.put(content.index(), content.screeningId());
        return grouped(Bulk.query(
                connection,
                EARLIER,
                row -> {
                    long index = row.getLong("content_index");
                    int number = row.getInt("revision");
                    byte[] place = context.content(idOf(index, screenings), number);
                    return new Of<>(
                            index,
                            new CarriedContent.Revision(number, key.open(row.getBytes("sealed_content"), place)));
                },
                indexes));
    }

    private static CarriedContent.CopyOwed copy(ResultSet row) throws SQLException {
        return new CarriedContent.CopyOwed(
                row.getString("region"),
                row.getString("transfer_id"),
                row.getObject("stored_at") == null ? null : Bulk.instant(row, "stored_at"));
    }

    private List<Content> contents(AccountRef account, long after, int limit) throws SQLException {
        try (var settings = connection.prepareStatement(BY_INDEX)) {
            settings.execute();
        }
        try (var select = connection.prepareStatement(CONTENTS)) {
            select.setBytes(1, account.digest());
            select.setLong(2, after);
            select.setInt(3, limit);
            return Bulk.all(
                    select,
                    row -> new Content(
                            row.getLong("content_index"),
                            row.getString("screening_id"),
                            row.getString("client"),
                            row.getLong("standing_index"),
                            row.getInt("revision"),
                            row.getBytes("sealed_name"),
                            row.getBytes("sealed_content")));
        }
    }

    /** A decision row with where it belongs; the rest of it is read separately. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record Row(
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
    private Map<Long, List<CarriedContent.Decision>> decisions(Bulk.Column contents) throws SQLException {
        var rows = Bulk.query(connection, DECISIONS, this::row, contents);
        var ids = new HashMap<Long, String>();
        for (var row : rows) ids.put(row.index(), row.decisionId());
        var indexes = Bulk.longs(rows, Row::index);
        var effects = grouped(Bulk.query(connection, EFFECTS, row -> effect(row, ids), indexes));
        var shadows = grouped(Bulk.query(connection, SHADOWS, PersonContents::shadow, indexes));
        var keys = grouped(Bulk.query(connection, KEYS, row -> key(row, ids), indexes));
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

    private Row row(ResultSet row) throws SQLException {
        var id = row.getString("decision_id");
        return new Row(
                row.getLong("log_index"),
                row.getLong("content_index"),
                Bulk.nullableLong(row, "supersedes_index"),
                row.getBytes("leaf"),
                row.getInt("revision"),
                id,
                SqlCellReader.report(row),
                open(row.getBytes("sealed_record"), context.record(id)),
                open(row.getBytes("sealed_answer"), context.answer(id)));
    }

    private Of<CarriedContent.WaitingEffect> effect(ResultSet row, Map<Long, String> ids) throws SQLException {
        long index = row.getLong("log_index");
        int n = row.getInt("n");
        return new Of<>(
                index,
                new CarriedContent.WaitingEffect(
                        n,
                        row.getString("kind"),
                        key.open(row.getBytes("sealed_payload"), context.effect(idOf(index, ids), n)),
                        Bulk.instant(row, "due_at"),
                        row.getInt("attempts")));
    }

    private Of<CarriedContent.Key> key(ResultSet row, Map<Long, String> ids) throws SQLException {
        long index = row.getLong("log_index");
        byte[] plain = key.open(row.getBytes("sealed_key"), context.idempotencyKey(idOf(index, ids)));
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

    private static String idOf(long index, Map<Long, String> ids) {
        return java.util.Objects.requireNonNull(ids.get(index), "a row of no decision");
    }

    private static <T> Map<Long, List<T>> grouped(List<Of<T>> rows) {
        Map<Long, List<T>> groups = new HashMap<>();
        for (var row : rows)
            groups.computeIfAbsent(row.index(), _ -> new ArrayList<>()).add(row.value());
        return groups;
    }

    private byte @Nullable [] open(byte @Nullable [] sealed, byte[] place) {
        return sealed == null ? null : key.open(sealed, place);
    }
}
