package io.gatehouse.residency.cell;

import io.gatehouse.residency.conversation.PlacementRule;
import io.gatehouse.residency.conversation.RecordedPlacement;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Where conversations are placed, as far as one cell was told, under references that say nothing outside it. Thread-safe;
 * throws {@link io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class Conversations {
    private static final String SELECT = "SELECT rule, region, since FROM conversation WHERE conversation_ref = ?";
    private static final String OF_CONTENT = "SELECT p.reason, p.transfer_id FROM content c JOIN placed_content p"
            + " USING (content_index) WHERE c.screening_id = ?";
    private static final String NOTE = """
        INSERT INTO conversation AS c (conversation_ref, rule, region, since) VALUES (?, ?, ?, ?)
        ON CONFLICT (conversation_ref) DO UPDATE
        SET rule = excluded.rule, region = excluded.region, since = excluded.since WHERE c.region = ?\
        """;

    private final Database database;
    private final CellDigests digests;

    Conversations(Database database, CellDigests digests) {
        this.database = database;
        this.digests = digests;
    }

    /** Why a content that lies in this cell does so; empty for one of an author at home here. */
    public Optional<Placed> ofContent(String screeningId) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement(OF_CONTENT)) {
                select.setString(1, screeningId);
                return Bulk.all(select, row -> new Placed(row.getString("reason"), row.getString("transfer_id")))
                        .stream()
                        .findFirst();
            }
        });
    }

    public Optional<RecordedPlacement> find(ConversationName name) {
        byte[] ref = digests.conversation(name);
        return database.read(connection -> find(connection, ref));
    }

    /**
     * Notes where a conversation is placed from now on, unless somebody noted something else meanwhile.
     *
     * @param before what the decision was based on
     * @return what stands: {@code after}, or what somebody else noted, to decide anew on
     */
    public RecordedPlacement note(ConversationName name, Optional<RecordedPlacement> before, RecordedPlacement after) {
        byte[] ref = digests.conversation(name);
        return database.transact(connection -> {
            try (var note = connection.prepareStatement(NOTE)) {
                note.setBytes(1, ref);
                note.setString(2, after.rule().wireName());
                note.setString(3, after.region().value());
                note.setObject(4, OffsetDateTime.ofInstant(after.since(), ZoneOffset.UTC));
                note.setString(5, before.map(known -> known.region().value()).orElse(""));
                note.executeUpdate();
            }
            return find(connection, ref).orElseThrow();
        });
    }

    private static Optional<RecordedPlacement> find(Connection connection, byte[] ref) throws SQLException {
        try (var select = connection.prepareStatement(SELECT)) {
            select.setBytes(1, ref);
            return Bulk.all(
                            select,
                            row -> new RecordedPlacement(
                                    PlacementRule.ofWireName(row.getString("rule"))
                                            .orElseThrow(),
                                    new RegionId(row.getString("region")),
                                    Bulk.instant(row, "since")))
                    .stream()
                    .findFirst();
        }
    }
}
