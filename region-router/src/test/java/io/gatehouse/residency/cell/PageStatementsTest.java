package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.database.TestServer;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A page costs what a page is long, however much is left of the part and whatever the planner knows of it. */
class PageStatementsTest {
    private static final int CONTENTS = 600;
    private static final int AUTHORS = 30;
    private static final int PAGE = 20;

    private static CellFixture fixture;

    /** Filled at once, as a cell is that people moved into: nobody has counted its rows yet. */
    @BeforeAll
    static void fill() {
        fixture = new CellFixture();
        for (int n = 0; n < CONTENTS; n++)
            assertThat(fixture.cell().writer().write(CellFixture.write("author " + n % AUTHORS, "text " + n)))
                    .isInstanceOf(WriteOutcome.Written.class);
        // As if each page of the table held so many: then all of a person's contents look cheaper than a range of
        // everybody's.
        TestServer.asSuperuser(
                fixture.database().name(),
                "UPDATE pg_class SET relpages = 1, reltuples = 20000 WHERE relname = 'content'");
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static List<String> plan(String sql, Object... values) {
        return fixture.database().read(connection -> {
            try (var statement = PageStatements.prepare(connection, "EXPLAIN (ANALYZE, TIMING OFF) " + sql)) {
                for (int at = 0; at < values.length; at++) statement.setObject(at + 1, values[at]);
                return Bulk.all(statement, row -> row.getString(1));
            }
        });
    }

    private static void assertReadsAPageAndNoMore(List<String> plan) {
        assertThat(plan).as("in the order of the primary key").noneMatch(line -> line.contains("Sort"));
        assertThat(plan)
                .filteredOn(line -> line.matches(".* on content( c)? .*"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("using content_pkey")
                        .containsPattern("actual rows=" + PAGE + "(\\.00)? loops=1"));
        assertThat(plan)
                .filteredOn(line -> line.contains("on account a"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("loops=" + PAGE + ")"));
    }

    @Test
    void whatStandsIsReadByThePage() {
        assertReadsAPageAndNoMore(plan(SqlCellReader.STANDING_PAGE, 0L, (long) CONTENTS, PAGE));
    }

    @Test
    void whatIsArchivedIsReadByThePage() {
        assertReadsAPageAndNoMore(
                plan(ArchiveRows.PAGE, 0L, (long) CONTENTS, OffsetDateTime.parse("2100-01-01T00:00:00Z"), PAGE));
    }
}
