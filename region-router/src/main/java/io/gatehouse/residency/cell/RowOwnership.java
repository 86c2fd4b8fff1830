package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseRoles;
import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every row of a cell says whose it is, in its column {@code cell}, and every table holds it to that: a CHECK refuses rows of
 * another cell, whoever inserts them, superusers included; a row-level policy shows the cell's two roles their own rows and no
 * others. So cells stay apart even in one database, or after the wrong backup was restored. Both compare with a constant:
 * nothing that a session can set says which cell it is.
 *
 * <p>Applied after each migration to all tables there are, so that no table can be forgotten; what somebody took away is put
 * back, with a warning.
 */
final class RowOwnership {
    private static final Logger LOG = LoggerFactory.getLogger(RowOwnership.class);

    static final String COLUMN = "cell";
    static final String CHECK = "cell_is_ours";
    static final String POLICY = "cell_rows";
    /** The migration tool's own: versions of the schema, nothing of a cell. */
    static final Set<String> OF_NO_CELL = Set.of("flyway_schema_history");

    /** One node at a time: two that change one table's catalogue rows at once would fail. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.row.ownership', 0))";

    /** Partitions come after the table that they are part of, and have its columns. */
    private static final String TABLES = """
        SELECT c.relname, c.relispartition, c.relrowsecurity AND c.relforcerowsecurity AS forced,
          pg_get_expr(d.adbin, d.adrelid) AS filled_with, coalesce(a.attnotnull, false) AS filled,
          (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.conname = '%s' AND k.convalidated) AS checked,
          (SELECT string_agg(concat_ws(' ', p.policyname, p.permissive, p.cmd, array_to_string(p.roles, ','), p.qual,
              p.with_check), '; ' ORDER BY p.policyname)
            FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname) AS policies
        FROM pg_class c
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = '%s' AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY c.relispartition, c.relname\
        """.formatted(CHECK, COLUMN);

    private static final String ROLE = """
        SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid),
          EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid), has_schema_privilege('public', 'CREATE')
        FROM pg_roles r WHERE rolname = current_user\
        """;

    private final Database database;
    private final RegionId region;
    private final String literal;
    private final String roles;

    RowOwnership(Database database, RegionId region) {
        this.database = database;
        this.region = region;
        // A region's name has nothing to quote, nor has a role's.
        this.literal = "'" + region.value() + "'";
        this.roles = database.name() + ", " + DatabaseRoles.migratorOf(database.name());
    }

    /** @param filledWith default of the column, as PostgreSQL writes it; null without the column */
    private record Table(
            String name,
            boolean partition,
            boolean forced,
            @Nullable String filledWith,
            boolean filled,
            @Nullable String checked,
            @Nullable String policies) {
        static Table read(ResultSet row) throws SQLException {
            return new Table(
                    row.getString("relname"),
                    row.getBoolean("relispartition"),
                    row.getBoolean("forced"),
                    row.getString("filled_with"),
                    row.getBoolean("filled"),
                    row.getString("checked"),
                    row.getString("policies"));
        }
    }

    /**
     * Before anything is touched: a database that was restored from another cell's backup says so.
     *
     * @throws CellRefusedException when a table's rows are another cell's
     */
    void refuseAnotherCells() {
        for (var table : database.read(RowOwnership::tables)) {
            var filledWith = table.filledWith();
            if (filledWith != null && !filledWith.equals(literal + "::text"))
                throw new CellRefusedException("the table " + table.name() + " of database " + database.name()
                        + " holds rows of the cell " + filledWith.replaceAll("'([^']*)'.*", "$1") + ", not " + region
                        + "; was the wrong backup restored? Nothing was changed");
        }
    }

    /**
     * Gives every table that lacks it the column, the check and the policy.
     *
     * @throws CellRefusedException when rows of another cell are there, or the role that serves could get round a policy
     */
    void ensure() {
        try (var connection = database.migrator().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, LOCK);
            for (var table : tables(connection)) if (!isOurs(table)) take(connection, table);
            connection.commit();
        } catch (SQLException e) {
            throw new CellRefusedException(
                    "the tables of " + database.name() + " could not be made the cell " + region + "'s: "
                            + e.getMessage(),
                    e);
        }
        database.read(this::requirePowerless);
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        return Bulk.all(connection.prepareStatement(TABLES), Table::read).stream()
                .filter(table -> !OF_NO_CELL.contains(table.name()))
                .toList();
    }

    private boolean isOurs(Table table) {
        var policy = "%s PERMISSIVE ALL %s (cell = %s::text)".formatted(POLICY, roles.replace(" ", ""), literal);
        return table.forced()
                && table.filled()
                && (literal + "::text").equals(table.filledWith())
                && ("CHECK ((cell = " + literal + "::text))").equals(table.checked())
                && policy.equals(table.policies());
    }

    private void take(Connection connection, Table table) throws SQLException {
        var alter = "ALTER TABLE public.\"" + table.name() + "\" ";
        var statements = new ArrayList<String>();
        if (table.filledWith() != null)
            LOG.warn(
                    "table {} of {} did not hold its rows to the cell {} any more; put back",
                    table.name(),
                    database.name(),
                    region);
        if (!table.partition()) {
            statements.add(alter + "ADD COLUMN IF NOT EXISTS cell text NOT NULL DEFAULT " + literal);
            statements.add(alter + "ALTER COLUMN cell SET NOT NULL, ALTER COLUMN cell SET DEFAULT " + literal);
            statements.add(alter + "DROP CONSTRAINT IF EXISTS " + CHECK);
            statements.add(alter + "ADD CONSTRAINT " + CHECK + " CHECK (cell = " + literal + ")");
        }
        statements.add(alter + "ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
        for (var policy : policiesOf(connection, table))
            statements.add("DROP POLICY \"" + policy + "\" ON public.\"" + table.name() + "\"");
        statements.add("CREATE POLICY " + POLICY + " ON public.\"" + table.name() + "\" TO " + roles + " USING (cell = "
                + literal + ")");
        execute(connection, String.join(";", statements));
    }

    /** None but ours: PostgreSQL shows a row that any of several policies allows. */
    private static List<String> policiesOf(Connection connection, Table table) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = ?")) {
            select.setString(1, table.name());
            return Bulk.all(select, row -> row.getString(1));
        }
    }

    private RegionId requirePowerless(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(ROLE);
                var row = select.executeQuery()) {
            row.next();
            refuseIf(row.getBoolean(1), "may see rows of every cell (superuser, or BYPASSRLS)");
            refuseIf(row.getBoolean(2), "is a member of another role, whose rights it has");
            refuseIf(row.getBoolean(3), "owns a table or index, and could change its policies");
            refuseIf(row.getBoolean(4), "may create tables, which nothing would hold to the cell");
        }
        return region;
    }

    private void refuseIf(boolean fault, String what) {
        if (fault)
            throw new CellRefusedException(
                    "the role " + database.name() + ", which serves the cell " + region + ", " + what);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
