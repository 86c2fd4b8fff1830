package io.gatehouse.residency.cell;

import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why contents lie outside their authors' homes. */
final class PlacedRows {
    private static final String INSERT = """
        INSERT INTO placed_content (content_index, home_region, reason, transfer_id)
        SELECT * FROM unnest(?, ?, ?, ?)\
        """;

    private PlacedRows() {}

    /** Of a content, that it is not held here under another law than its author's: such content stays when its author leaves. */
    static String isFree(String content) {
        return "NOT EXISTS (SELECT 1 FROM placed_content x WHERE x.content_index = " + content + ".content_index)";
    }

    /** The same of media. */
    static String areFree(String media) {
        return "NOT EXISTS (SELECT 1 FROM placed_media y WHERE y.media_id = " + media + ".media_id)";
    }

    /** Of media, that a content which is free shows them: they go with it, and stay with what is held here. */
    static String areShownFreely(String media) {
        return "EXISTS (SELECT 1 FROM content_media s WHERE s.media_id = " + media + ".media_id AND " + isFree("s")
                + ")";
    }

    record Row(long index, CellWrite write) {
        Placed why() {
            return Objects.requireNonNull(write.lying().placed());
        }

        RegionId home() {
            return Objects.requireNonNull(write.author().guestOf());
        }
    }

    static void insert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.longs(rows, Row::index),
                Bulk.texts(rows, row -> row.home().value()),
                Bulk.texts(rows, row -> row.why().reason()),
                Bulk.texts(rows, row -> row.why().transferId()));
    }

    /** The evidence of a decision on placed content says so. */
    static EntryFacts evidence(CellWrite write) {
        return evidence(
                write.evidence(),
                write.author().guestOf(),
                write.lying().placed(),
                write.lying().brought());
    }

    static EntryFacts evidence(
            EntryFacts evidence, @Nullable RegionId guestOf, @Nullable Placed why, Lying.@Nullable Brought before) {
        if (why == null && before == null) return evidence;
        var facts = new LinkedHashMap<String, Object>(evidence.facts());
        if (why != null) {
            facts.put("placed_for", why.reason());
            facts.put("placed_from", Objects.requireNonNull(guestOf).value());
            facts.put("placed_by", why.transferId());
        }
        if (before != null) {
            facts.put("brought_from", before.from().value());
            facts.put("brought_index", before.index());
        }
        return new EntryFacts(facts);
    }
}
