package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseRefusedException;
import io.gatehouse.residency.database.DatabaseRoles;
import io.gatehouse.residency.database.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of two cells stay apart even in one database, and nobody puts a row where it is not at home. */
class RowOwnershipTest {
    private static final String CHECK_VIOLATION = "23514";
    private static final String NO_RIGHT = "42501";

    private final CellFixture fixture = new CellFixture();
    private final String role = fixture.database().name();

    @AfterEach
    void close() {
        // The next test that gets this database must find no role that can do more than it should.
        TestServer.asSuperuser("postgres", "ALTER ROLE " + role + " NOBYPASSRLS NOSUPERUSER");
        fixture.close();
    }

    private Database database() {
        return fixture.database();
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        return Bulk.all(connection.prepareStatement(query), row -> row.getString(1));
    }

    private List<String> asSuperuser(String query) throws SQLException {
        try (var connection = TestServer.superuser(role).getConnection()) {
            return texts(connection, query);
        }
    }

    private void fill() {
        for (int i = 0; i < 4; i++) {
            var write = CellFixture.write("u-" + i, "text " + i);
            fixture.cell().writer().write(CellFixture.with(write, CellFixture.key("k-" + i, "body")));
        }
        fixture.cell().signCheckpoint();
    }

    /** Asked of the catalogue in words of its own, so that a table that the product forgot is found. */
    @Test
    void everyTableOfTheSchemaIsHeldToTheCell() throws SQLException {
        var tables = asSuperuser("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p')
              AND c.relname <> 'flyway_schema_history'\
            """);
        assertThat(tables).hasSizeGreaterThan(15).contains("public.content", "public.log_tile", "public.outbox");
        for (var table : tables) {
            var of = " WHERE attrelid = '" + table + "'::regclass";
            assertThat(asSuperuser("SELECT 1 FROM pg_attribute" + of + " AND attname = 'cell' AND attnotnull"))
                    .as("%s says whose its rows are", table)
                    .hasSize(1);
            assertThat(asSuperuser("SELECT 1 FROM pg_class WHERE oid = '" + table
                            + "'::regclass AND relrowsecurity AND relforcerowsecurity"))
                    .as("%s is secured row by row, its owner included", table)
                    .hasSize(1);
            assertThat(asSuperuser("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '" + table
                            + "'::regclass AND convalidated AND contype = 'c'"))
                    .as("%s refuses rows of another cell", table)
                    .contains("CHECK ((cell = 'eu-west-1'::text))");
            assertThat(asSuperuser("SELECT concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))"
                            + " FROM pg_policy WHERE polrelid = '" + table + "'::regclass"))
                    .as("%s shows rows of this cell and no others", table)
                    .containsExactly("(cell = 'eu-west-1'::text)");
        }
        assertThat(asSuperuser("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND relnamespace ="
                        + " 'public'::regnamespace"))
                .as("what would show rows past the policies of the tables")
                .isEmpty();
    }

    @Test
    void theServiceIsNoSuperuserAndOwnsNothing() {
        fill();
        var who = database()
                .read(connection -> texts(
                        connection,
                        "SELECT concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, (SELECT"
                                + " count(*) FROM pg_class WHERE relowner = r.oid)) FROM pg_roles r WHERE rolname ="
                                + " current_user"));
        assertThat(who).containsExactly(role + " f f f f 0");
        for (var statement : List.of(
                "CREATE TABLE mine (n integer)",
                "ALTER TABLE content DISABLE ROW LEVEL SECURITY",
                "DROP POLICY cell_rows ON content",
                "TRUNCATE content",
                "SET ROLE " + DatabaseRoles.migratorOf(role),
                "SELECT pg_read_file('PG_VERSION')"))
            assertThatThrownBy(
                            () -> database().transact(c -> c.createStatement().execute(statement)))
                    .as(statement)
                    .isInstanceOf(DatabaseRefusedException.class)
                    .hasStackTraceContaining("ERROR");
    }

    /** Nothing in the session says which cell it is, so nothing can be set to become another. */
    @Test
    void rowsOfAnotherCellInTheSameTablesAreNeitherSeenNorWritten() throws SQLException {
        fill();
        try (var other = TestServer.newDatabase(1)) {
            putBothIntoOneDatabase(other.name());
            for (var table : filledTables()) {
                var mine = database().read(c -> texts(c, "SELECT DISTINCT cell FROM " + table));
                assertThat(mine).as("%s as its own role sees it", table).containsExactly("eu-west-1");
            }
            assertThat(asSuperuser("SELECT cell FROM content GROUP BY cell ORDER BY cell"))
                    .containsExactly("eu-west-1", "uk");
            int seen = database().transact(c -> c.createStatement().executeUpdate("UPDATE content SET client = 'x'"));
            assertThat(seen).isEqualTo(2);
            assertThat(database()
                            .<Integer>transact(
                                    c -> c.createStatement().executeUpdate("DELETE FROM content WHERE cell = 'uk'")))
                    .isZero();
            assertThatThrownBy(() -> database()
                            .transact(c -> c.createStatement().executeUpdate("UPDATE content SET cell = 'uk'")))
                    .hasStackTraceContaining("row-level security policy");
            assertThat(asSuperuser("SELECT client FROM content WHERE cell = 'uk'"))
                    .containsOnly("client");
            try (var there = TestServer.as(other.name(), role).getConnection()) {
                assertThat(texts(there, "SELECT DISTINCT cell FROM content")).containsExactly("uk");
                assertThat(sqlState(there, "UPDATE content SET cell = 'eu-west-1'"))
                        .isEqualTo(NO_RIGHT);
            }
        }
    }

    /** What an operator would have to do by hand, and who does it anyway: the superuser. */
    private void putBothIntoOneDatabase(String otherRole) throws SQLException {
        for (var table : filledTables()) {
            TestServer.asSuperuser(role, "ALTER TABLE " + table + " DROP CONSTRAINT cell_is_ours");
            TestServer.asSuperuser(role, "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + otherRole);
            TestServer.asSuperuser(
                    role, "CREATE POLICY uk_rows ON " + table + " TO " + otherRole + " USING (cell = 'uk')");
        }
        TestServer.asSuperuser(role, "GRANT CONNECT ON DATABASE " + role + " TO " + otherRole);
        TestServer.asSuperuser(role, "UPDATE content SET cell = 'uk' WHERE content_index >= 2");
        TestServer.asSuperuser(role, "UPDATE decision SET cell = 'uk' WHERE log_index >= 2");
    }

    private List<String> filledTables() throws SQLException {
        var counts = new TreeMap<String, String>();
        for (var table : asSuperuser("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            counts.put(table, asSuperuser("SELECT count(*) FROM " + table).getFirst());
        counts.remove("flyway_schema_history");
        counts.values().removeIf("0"::equals);
        assertThat(counts.keySet()).contains("account", "content", "decision", "idempotency", "outbox", "log_entry");
        return List.copyOf(counts.keySet());
    }

    @Test
    void aRowOfAnotherCellIsRefusedEvenFromTheSuperuser() throws SQLException {
        fill();
        for (var table : filledTables()) {
            try (var connection = TestServer.superuser(role).getConnection()) {
                assertThat(sqlState(connection, "UPDATE " + table + " SET cell = 'uk'"))
                        .as("a row of %s made another cell's", table)
                        .isEqualTo(CHECK_VIOLATION);
            }
        }
        try (var connection = TestServer.superuser(role).getConnection()) {
            assertThat(sqlState(
                            connection,
                            "INSERT INTO log_event (event_id, log_index, cell) VALUES ('e-smuggled', 99, 'uk')"))
                    .isEqualTo(CHECK_VIOLATION);
            assertThat(sqlState(connection, "INSERT INTO log_event (event_id, log_index, cell) VALUES ('e', 99, null)"))
                    .isEqualTo("23502");
        }
    }

    private static String sqlState(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return "done";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    @Test
    void whatWasTakenAwayIsPutBackWhenTheCellIsOpened() throws SQLException {
        fill();
        TestServer.asSuperuser(role, "ALTER TABLE content DISABLE ROW LEVEL SECURITY");
        TestServer.asSuperuser(role, "ALTER TABLE decision NO FORCE ROW LEVEL SECURITY");
        TestServer.asSuperuser(role, "ALTER TABLE outbox DROP CONSTRAINT cell_is_ours");
        TestServer.asSuperuser(role, "DROP POLICY cell_rows ON log_tile");
        TestServer.asSuperuser(role, "CREATE POLICY see_all ON log_entry USING (true)");
        TestServer.asSuperuser(role, "CREATE TABLE forgotten (n integer)");
        TestServer.asSuperuser(role, "ALTER TABLE forgotten OWNER TO " + DatabaseRoles.migratorOf(role));
        try (var again = fixture.open()) {
            assertThat(again.reader().counts().contents()).isEqualTo(4);
        }
        everyTableOfTheSchemaIsHeldToTheCell();
    }

    @Test
    void aCellWithRowsOfAnotherIsNotOpened() {
        fill();
        TestServer.asSuperuser(role, "ALTER TABLE content DROP CONSTRAINT cell_is_ours");
        TestServer.asSuperuser(role, "UPDATE content SET cell = 'uk' WHERE content_index = 0");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(CellRefusedException.class)
                .hasMessageContaining("cell_is_ours")
                .hasMessageContaining("\"content\" is violated");
    }

    @Test
    void aRoleThatCouldGetRoundThePoliciesIsRefused() {
        TestServer.asSuperuser("postgres", "ALTER ROLE " + role + " BYPASSRLS");
        assertThatThrownBy(fixture::open)
                .isInstanceOf(CellRefusedException.class)
                .hasMessageContaining("may see rows of every cell");
        TestServer.asSuperuser("postgres", "ALTER ROLE " + role + " NOBYPASSRLS");
        TestServer.asSuperuser("postgres", "GRANT " + DatabaseRoles.migratorOf(role) + " TO " + role);
        try {
            assertThatThrownBy(fixture::open).hasMessageContaining("is a member of another role");
        } finally {
            TestServer.asSuperuser("postgres", "REVOKE " + DatabaseRoles.migratorOf(role) + " FROM " + role);
        }
        TestServer.asSuperuser(role, "ALTER TABLE log_event OWNER TO " + role);
        assertThatThrownBy(fixture::open).isInstanceOf(CellRefusedException.class);
        TestServer.asSuperuser(role, "ALTER TABLE log_event OWNER TO " + DatabaseRoles.migratorOf(role));
        fixture.open().close();
    }
}
