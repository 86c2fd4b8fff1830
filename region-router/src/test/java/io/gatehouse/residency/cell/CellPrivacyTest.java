package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

/** Nothing that is a person's can be read in SQL. */
class CellPrivacyTest {
    private static final String CANARY = "canary-7f3a";

    @Test
    void aRowThatFailsIsNotQuoted() {
        // Of a cell's rows the server itself says nothing, since they are secured row by row.
        try (var control = TestServer.newControl(1)) {
            assertThatThrownBy(() -> control.transact(connection -> {
                        try (var insert = connection.prepareStatement(
                                "INSERT INTO directory (account_ref, region, epoch) VALUES (NULL, 'words-of-anna', 1)")) {
                            return insert.executeUpdate();
                        }
                    }))
                    .hasStackTraceContaining("null value in column")
                    .extracting(Throwables::getStackTrace)
                    .asString()
                    .doesNotContain("words-of-anna");
        }
    }

    @Test
    void noColumnOfAnyTableHoldsPlainPersonalData() throws Exception {
        try (var fixture = new CellFixture()) {
            var cell = fixture.cell();
            fill(cell);
            cell.signCheckpoint();
            var rows = fixture.database().read(CellPrivacyTest::everything);
            assertThat(rows).hasSizeGreaterThan(10);
            var hex = HexFormat.of().formatHex(bytes(CANARY));
            for (var row : rows) assertThat(row).doesNotContain(CANARY).doesNotContain(hex);
            assertThat(rows).as("the search reads what is there").anyMatch(row -> row.contains("eu-west-1.d."));
            var plain = HexFormat.of().formatHex("\"kind\":\"decision\"".getBytes(StandardCharsets.UTF_8));
            assertThat(rows).as("as bytes too").anyMatch(row -> row.contains(plain));
        }
    }

    private static void fill(Cell cell) {
        var write =
                CellFixture.write(CANARY + "-account", CANARY + "-content-id", CellFixture.nextId(), CANARY + "-text");
        cell.writer().write(CellFixture.with(write, CellFixture.key(CANARY + "-key", CANARY + "-body")));
        cell.writer()
                .redecide(new Redecision(
                        CellFixture.decisionId(CellFixture.nextId()),
                        write.decisionId(),
                        CellFixture.payload(CANARY),
                        CellFixture.report("restrict"),
                        CellFixture.facts(),
                        List.of(new Effect("webhook", bytes(CANARY)))));
        cell.writer()
                .store(new MediaWrite(
                        "eu-west-1.m.1",
                        CellFixture.author(CANARY),
                        "media/1",
                        bytes(CANARY + "x".repeat(32 - CANARY.length())),
                        1,
                        bytes(CANARY),
                        CellFixture.NOW));
        cell.writer().put(new AccountWrite("e-1", CellFixture.author(CANARY + "-put"), CellFixture.NOW));
        assertThat(cell.reader().counts()).isEqualTo(new CellCounts(3, 1, 2, 3, 1, 2));
    }

    /** Every row of every table, columns as text; bytea shows as hexadecimal digits. */
    private static List<String> everything(Connection connection) throws SQLException {
        var found = new ArrayList<String>();
        var tables = Bulk.all(
                connection.prepareStatement("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
                row -> row.getString(1));
        for (var table : tables)
            found.addAll(Bulk.all(
                    connection.prepareStatement("SELECT t::text FROM \"" + table + "\" t"), row -> row.getString(1)));
        return found;
    }

    @Test
    void sealedBytesMovedToAnotherRowDoNotOpen() {
        try (var fixture = new CellFixture()) {
            var one = CellFixture.write("u-1", "one");
            var two = CellFixture.write("u-1", "two");
            fixture.cell().writer().write(one);
            fixture.cell().writer().write(two);
            fixture.database()
                    .transact(c -> c.createStatement()
                            .executeUpdate("UPDATE content SET sealed_content = (SELECT sealed_content FROM content"
                                    + " WHERE content_index = 0) WHERE content_index = 1"));
            assertThatThrownBy(() -> fixture.cell().reader().decision(two.decisionId()))
                    .isInstanceOf(KeyRefusedException.class);
        }
    }

    @Test
    void commitmentsOfOnePersonCannotBeLinked() {
        try (var fixture = new CellFixture()) {
            fixture.cell().writer().write(CellFixture.write("u-1", "same"));
            fixture.cell().writer().write(CellFixture.write("u-1", "same"));
            var entries = fixture.database()
                    .read(c -> Bulk.all(
                            c.prepareStatement("SELECT entry FROM log_entry ORDER BY log_index"),
                            row -> io.gatehouse.residency.log.LogEntry.parse(row.getBytes(1))));
            assertThat(entries.get(0).authorCommitment())
                    .hasSize(32)
                    .isNotEqualTo(entries.get(1).authorCommitment());
            assertThat(entries.get(0).contentCommitment())
                    .hasSize(32)
                    .isNotEqualTo(entries.get(1).contentCommitment());
            assertThat(entries.get(0).evidence().facts().keySet())
                    .isEqualTo(Map.of("surface", 0, "verdict", 0, "models", 0).keySet());
        }
    }

    @Test
    void aCellIsRefusedOnAnotherRegionsDatabaseOrUnderALostSecret() throws Exception {
        try (var fixture = new CellFixture()) {
            var uk = new RegionId("uk");
            var key = FileRegionKey.openOrCreate(fixture.keys.resolve("uk.key"), uk);
            assertThatThrownBy(() ->
                            Cell.open(uk, fixture.database, key, fixture.keys, "gatehouse.test/uk", Clock.systemUTC()))
                    .isInstanceOf(CellRefusedException.class)
                    .hasMessageMatching("the table \\w+ of database \\w+ holds rows of the cell eu-west-1, not uk;"
                            + " was the wrong backup restored\\? Nothing was changed");
            assertThatThrownBy(() -> Cell.open(
                            CellFixture.REGION,
                            fixture.database,
                            key,
                            fixture.keys.resolve("lost"),
                            CellFixture.LOG_NAME,
                            Clock.systemUTC()))
                    .isInstanceOf(KeyRefusedException.class)
                    .hasMessageContaining("another digest.key");
        }
    }
}
