package io.gatehouse.residency.cell;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/**
 * For pages of jobs. Bytes come as they are, from a statement's first time on: the driver would rather read them as text a few times on
 * each connection, which is twice as long. And what a page needs beside its own rows is looked up by index, row by row, beginning with the table
 * that stands first. A planner whose statistics are old, or that does not know yet how short a page is, would rather read a whole table of accounts
 * or decisions for each; or begin with every account, and read and sort all that is left of a part for each of its pages.
 */
final class PageStatements {
    /** Contents of a range in their order, from the first on until the page is full: {@code OFFSET 0} keeps the planner from beginning elsewhere. */
    static final String FROM_CONTENTS =
            "FROM (SELECT * FROM content WHERE content_index >= ? AND content_index < ? ORDER BY content_index OFFSET 0) c\n";

    private static final String ONLY = """
        SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
          set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
          set_config('join_collapse_limit', '1', true)\
        """;

    /** Says to the driver: prepared from the first time on, and binary. */
    private static final int BINARY_AT_ONCE = -1;

    private PageStatements() {}

    /** To be executed in this transaction, whose planner is told so until it ends. */
    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(ONLY)) {
            statement.execute();
        }
        var page = connection.prepareStatement(sql);
        page.unwrap(PGStatement.class).setPrepareThreshold(BINARY_AT_ONCE);
        return page;
    }
}
