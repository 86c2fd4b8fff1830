package io.gatehouse.residency.cell;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * For pages of jobs: what a page needs beside its own rows is looked up by index, row by row. A planner whose statistics are old, or
 * that does not know yet how short a page is, would rather read a whole table of accounts or decisions for each.
 */
final class IndexLookups {
    private static final String ONLY = """
        SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
          set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)\
        """;

    private IndexLookups() {}

    /** Until the transaction ends. */
    static void only(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(ONLY)) {
            statement.execute();
        }
    }
}
