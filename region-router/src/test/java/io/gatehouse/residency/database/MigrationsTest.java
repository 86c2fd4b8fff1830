package io.gatehouse.residency.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Cells of earlier builds are brought up to date. */
class MigrationsTest {
    private static void execute(Database database, String sql) throws SQLException {
        try (var connection = database.migrator().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aNumberThatLandedAfterHigherOnesIsAppliedToo() throws SQLException {
        try (var database = TestServer.newDatabase(2)) {
            Migrations.cell(database);
            execute(database, "DROP TABLE placed_media, copy_media, media_leaving");
            execute(database, "DELETE FROM flyway_schema_history WHERE version = '22'");
            Migrations.cell(database);
            execute(database, "SELECT * FROM placed_media");
            assertThat(database.<Long>read(connection -> {
                        try (var select = connection.prepareStatement(
                                        "SELECT count(*) FROM flyway_schema_history WHERE version = '22'");
                                var rows = select.executeQuery()) {
                            rows.next();
                            return rows.getLong(1);
                        }
                    }))
                    .isEqualTo(1);
        }
    }
}
