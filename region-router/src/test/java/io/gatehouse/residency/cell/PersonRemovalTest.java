package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.cell.PersonRemoval.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One person goes from a cell; everybody else, and what nobody owns, stays. */
class PersonRemovalTest {
    private final CellFixture fixture = new CellFixture();
    private final PersonRemoval removal = fixture.cell().removal();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void removesEverythingOfOnePersonAndNothingOfAnother() {
        fill("anna", "m-anna");
        fill("bert", "m-bert");
        var others = rowsOf("bert");
        var entries = all("SELECT encode(entry, 'hex') FROM log_entry ORDER BY log_index");
        var range = removal.contentsOf(account("anna"));
        assertThat(range.last()).isGreaterThan(range.first());

        close("anna", AccountState.ERASING);
        var removed = removal.removeRows(account("anna"), Ending.ERASED);
        assertThat(removal.end("er-1", account("anna"), Ending.ERASED, CellFixture.NOW))
                .isTrue();

        assertThat(removed)
                .isEqualTo(Map.of(
                        "outbox", 3L,
                        "idempotency", 2L,
                        "shadow_verdict", 2L,
                        "content_media", 2L,
                        "decision", 3L,
                        "content", 2L,
                        "media", 1L,
                        "media_waiting", 1L,
                        "account_notes", 1L));
        assertThat(removal.remains(account("anna"), range)).isEmpty();
        assertThat(everything()).noneMatch(row -> row.contains(account("anna").toString()));
        assertThat(rowsOf("bert")).isEqualTo(others);
        assertThat(all("SELECT encode(entry, 'hex') FROM log_entry ORDER BY log_index"))
                .isEqualTo(entries);
    }

    @Test
    void leavesDecisionsToReportsButOfNobody() {
        fill("anna", "m-anna");
        var facts = "SELECT (surface, verdict, categories, language, policy_digest, degraded, decided_at)::text"
                + " FROM decision ORDER BY log_index";
        var before = all(facts);
        erase("anna");
        assertThat(all(facts)).isEqualTo(before).hasSize(3);
        assertThat(all("SELECT DISTINCT encode(account_ref, 'hex') FROM content"))
                .containsExactly(OwnedTables.NOBODY.toString());
        assertThat(all("SELECT log_index::text FROM decision WHERE sealed_record IS NOT NULL OR sealed_answer"
                        + " IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void goesOnWhereItWasCutShort() {
        for (int i = 0; i < 2 * PersonRemoval.CONTENTS_AT_ONCE + 3; i++)
            fixture.cell().writer().write(CellFixture.write("anna", "text " + i));
        var range = removal.contentsOf(account("anna"));
        close("anna", AccountState.ERASING);
        // A trigger plays the crash: the third turn does not come through.
        asMigrator("CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'cut short' USING ERRCODE = '58000'; END $$");
        asMigrator("CREATE TRIGGER cut BEFORE UPDATE ON content FOR EACH ROW WHEN (OLD.content_index = " + range.last()
                + ") EXECUTE FUNCTION cut()");
        assertThatThrownBy(() -> removal.removeRows(account("anna"), Ending.ERASED))
                .isInstanceOf(RuntimeException.class);
        assertThat(removal.remains(account("anna"), range))
                .isEqualTo(Map.of("account", 1L, "content", 3L, "decision", 3L, "outbox", 3L));
        asMigrator("DROP TRIGGER cut ON content");
        assertThat(removal.removeRows(account("anna"), Ending.ERASED)).containsEntry("content", 3L);
        removal.end("er-1", account("anna"), Ending.ERASED, CellFixture.NOW);
        assertThat(removal.remains(account("anna"), range)).isEmpty();
    }

    @Test
    void findsWhatASloppyHandLeftBehind() {
        fill("anna", "m-anna");
        var range = removal.contentsOf(account("anna"));
        erase("anna");
        execute("UPDATE decision SET sealed_answer = '\\x01' WHERE supersedes_index IS NOT NULL");
        execute("INSERT INTO outbox (log_index, n, kind, sealed_payload, due_at) VALUES (" + range.first()
                + ", 9, 'webhook', '\\x01', now())");
        assertThat(removal.remains(account("anna"), range)).isEqualTo(Map.of("decision", 1L, "outbox", 1L));
    }

    @Test
    void refusesWhileTheAccountTakesWrites() {
        fill("anna", "m-anna");
        assertThatThrownBy(() -> removal.removeRows(account("anna"), Ending.ERASED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ACTIVE");
        assertThatThrownBy(() -> removal.end("er-1", account("anna"), Ending.ERASED, CellFixture.NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThat(removal.remains(account("anna"), Range.EMPTY)).containsKeys("account", "content", "media");
    }

    @Test
    void aLateWriteOfTheOldEpochIsRefusedAndANewAccountIsWelcome() {
        fill("anna", "m-anna");
        erase("anna");
        assertThat(fixture.cell().writer().write(CellFixture.write("anna", "late")))
                .isEqualTo(new WriteOutcome.StaleHome(1, AccountState.ERASED));
        var again = new Author(account("anna"), 2, bytes("{\"id\":\"anna\"}"));
        assertThat(fixture.cell().writer().write(CellFixture.with(CellFixture.write("anna", "again"), again)))
                .isInstanceOf(WriteOutcome.Written.class);
    }

    @Test
    void nothingIsShownOrWrittenWhileAnErasureIsUnderWay() {
        var write = CellFixture.write("anna", "text");
        fixture.cell().writer().write(write);
        close("anna", AccountState.ERASING);
        assertThat(fixture.cell()
                        .reader()
                        .decision(write.decisionId())
                        .orElseThrow()
                        .payload())
                .isEmpty();
        assertThat(fixture.cell().reader().personKey(account("anna"))).isEmpty();
        assertThat(fixture.cell().writer().write(CellFixture.write("anna", "more")))
                .isEqualTo(new WriteOutcome.StaleHome(1, AccountState.ERASING));
    }

    @Test
    void afterAMoveOnlyTheLogAndTheFactStay() {
        fill("anna", "m-anna");
        var range = removal.contentsOf(account("anna"));
        close("anna", AccountState.MOVING);
        assertThat(removal.removeRows(account("anna"), Ending.MOVED)).containsEntry("decision", 3L);
        assertThat(removal.end("mv-1", account("anna"), Ending.MOVED, CellFixture.NOW))
                .isTrue();
        assertThat(removal.remains(account("anna"), range)).isEqualTo(Map.of("account", 1L));
        assertThat(all("SELECT log_index::text FROM decision")).isEmpty();
        assertThat(fixture.cell()
                        .reader()
                        .account(account("anna"))
                        .orElseThrow()
                        .state())
                .isEqualTo(AccountState.MOVED);
    }

    @Test
    void objectsAreWrittenDownOnceAndListedInPages() {
        for (var id : List.of("a", "b", "c")) store("anna", id);
        store("bert", "d");
        assertThat(removal.noteObjects("er-1", account("anna"))).isEqualTo(3);
        assertThat(removal.noteObjects("er-1", account("anna"))).isEqualTo(3);
        var first = removal.notedObjects("er-1", "", 2);
        assertThat(first).hasSize(2);
        assertThat(removal.notedObjects("er-1", first.getLast().value(), 2))
                .containsExactly(new io.gatehouse.residency.store.ObjectKey("media/c"));
        removal.forgetObjects("er-1");
        assertThat(removal.notedObjects("er-1", "", 2)).isEmpty();
    }

    @Test
    void countsWhatThereIsBeforeAnythingGoes() {
        fill("anna", "m-anna");
        fill("bert", "m-bert");
        var inventory = removal.inventory(account("anna"));
        close("anna", AccountState.ERASING);
        var removed = removal.removeRows(account("anna"), Ending.ERASED);
        assertThat(inventory).containsEntry("account", 1L);
        inventory.remove("account");
        assertThat(removed).isEqualTo(inventory);
    }

    /** Two contents, one decided on twice, with effects, keys, media, notes and a verdict in shadow each. */
    private void fill(String author, String mediaId) {
        store(author, mediaId);
        String first = null;
        for (var text : List.of("one of " + author, "two of " + author)) {
            long n = CellFixture.nextId();
            var plain = CellFixture.write(author, "c-" + n, n, text);
            fixture.cell()
                    .writer()
                    .write(new CellWrite(
                            plain.author(),
                            plain.name(),
                            CellFixture.key("k-" + n, text),
                            plain.screeningId(),
                            plain.decisionId(),
                            plain.payload(),
                            plain.report(),
                            plain.evidence(),
                            plain.effects(),
                            List.of(new ShadowVerdict("sha256:5", "review", List.of(), List.of("r"), List.of(), false)),
                            List.of(mediaId),
                            _ -> bytes("notes on " + author)));
            first = plain.decisionId();
        }
        fixture.cell()
                .writer()
                .redecide(new Redecision(
                        CellFixture.decisionId(CellFixture.nextId()),
                        first,
                        CellFixture.payload("again " + author),
                        CellFixture.report("restrict"),
                        CellFixture.facts(),
                        List.of(new Effect("webhook", bytes("effect")))));
    }

    private void store(String author, String mediaId) {
        fixture.cell()
                .writer()
                .store(new MediaWrite(
                        mediaId,
                        CellFixture.author(author),
                        "media/" + mediaId,
                        new byte[32],
                        1,
                        bytes("{}"),
                        CellFixture.NOW));
    }

    private void erase(String author) {
        close(author, AccountState.ERASING);
        removal.removeRows(account(author), Ending.ERASED);
        removal.end("er-" + author, account(author), Ending.ERASED, CellFixture.NOW);
    }

    private void close(String author, AccountState state) {
        execute("UPDATE account SET state = '" + state + "' WHERE account_ref = '\\x" + account(author) + "'");
    }

    private void execute(String sql) {
        fixture.database().transact(connection -> connection.createStatement().execute(sql));
    }

    private void asMigrator(String sql) {
        try (var connection = fixture.database().migrator().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> all(String sql) {
        return fixture.database()
                .read(connection -> Bulk.all(connection.prepareStatement(sql), row -> row.getString(1)));
    }

    private List<String> rowsOf(String author) {
        var ref = "'\\x" + account(author) + "'";
        var mine = "(SELECT content_index FROM content WHERE account_ref = " + ref + ")";
        var rows = new ArrayList<String>();
        for (var sql : List.of(
                "SELECT t::text FROM account t WHERE account_ref = " + ref,
                "SELECT t::text FROM content t WHERE account_ref = " + ref + " ORDER BY content_index",
                "SELECT t::text FROM media t WHERE account_ref = " + ref,
                "SELECT t::text FROM account_notes t WHERE account_ref = " + ref,
                "SELECT t::text FROM content_media t WHERE content_index IN " + mine + " ORDER BY 1",
                "SELECT t::text FROM decision t WHERE content_index IN " + mine + " ORDER BY log_index",
                "SELECT o::text FROM outbox o JOIN decision d USING (log_index) WHERE d.content_index IN " + mine
                        + " ORDER BY o.log_index",
                "SELECT i::text FROM idempotency i WHERE log_index IN " + mine + " ORDER BY log_index",
                "SELECT s::text FROM shadow_verdict s WHERE log_index IN " + mine + " ORDER BY log_index"))
            rows.addAll(all(sql));
        assertThat(rows).hasSizeGreaterThan(12);
        return rows;
    }

    private List<String> everything() {
        return fixture.database().read(PersonRemovalTest::walk);
    }

    private static List<String> walk(Connection connection) throws SQLException {
        var found = new ArrayList<String>();
        for (var table : Bulk.all(
                connection.prepareStatement("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
                row -> row.getString(1)))
            found.addAll(Bulk.all(
                    connection.prepareStatement("SELECT t::text FROM \"" + table + "\" t"), row -> row.getString(1)));
        assertThat(found)
                .anyMatch(row ->
                        row.contains(HexFormat.of().formatHex(account("bert").digest())));
        return found;
    }
}
