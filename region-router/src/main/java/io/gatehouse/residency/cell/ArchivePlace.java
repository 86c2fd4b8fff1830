package io.gatehouse.residency.cell;

import io.gatehouse.residency.archive.SegmentKeys;
import io.gatehouse.residency.key.PersonKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where a content lies that was archived, as its row says.
 *
 * @param contentSalt null once the author deleted what was said
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
record ArchivePlace(
        long contentIndex,
        long segment,
        long offset,
        int contentLength,
        int decisionLength,
        byte @Nullable [] contentSalt,
        byte[] decisionSalt) {
    /** Of the table content, named {@code c}. */
    static final String COLUMNS = " c.archive_segment, c.archive_offset, c.archive_content_length,"
            + " c.archive_decision_length, c.archive_content_salt, c.archive_decision_salt ";

    /** What makes a row say nothing of a segment any more. */
    static final String NOWHERE = " archive_segment = NULL, archive_offset = NULL, archive_content_length = NULL,"
            + " archive_decision_length = NULL, archive_content_salt = NULL, archive_decision_salt = NULL ";

    /** Null for a content that lies in its rows, or nowhere any more. */
    static @Nullable ArchivePlace of(ResultSet row) throws SQLException {
        byte[] decisionSalt = row.getBytes("archive_decision_salt");
        return decisionSalt == null
                ? null
                : new ArchivePlace(
                        row.getLong("content_index"),
                        row.getLong("archive_segment"),
                        row.getLong("archive_offset"),
                        row.getInt("archive_content_length"),
                        row.getInt("archive_decision_length"),
                        row.getBytes("archive_content_salt"),
                        decisionSalt);
    }

    SegmentKeys.Opening opening(PersonKey person) {
        return new SegmentKeys.Opening(person, contentSalt, decisionSalt);
    }

    int length() {
        return contentLength + decisionLength;
    }
}
