package io.gatehouse.residency.migration;

import static io.gatehouse.residency.migration.TwoCells.BRITAIN;
import static io.gatehouse.residency.migration.TwoCells.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps people where they are, or ends a move that has begun: all is as it was, and nothing is lost. */
class MoveStaysTest {
    private static final int MESSAGES = 7;

    @TempDir
    Path home;

    private TwoCells cells;

    @BeforeEach
    void open() {
        cells = TwoCells.onNewDatabases(home);
    }

    @AfterEach
    void close() {
        cells.close();
    }

    private String anna(CellEnd end) {
        return cells.everythingOf(end, "anna", cells.ireland, MESSAGES);
    }

    @Test
    void aClosedGateLeavesThePersonWhereTheyWere() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var account = cells.directory.refOf("anna");
        var outcome = cells.mover((_, _) -> {})
                .move(cells.ireland, cells.britain, cells::refusal, List.of(new PeopleMover.Mover("m-1", account, 1)));
        assertThat(outcome.get(account)).isInstanceOf(MoveOutcome.Refused.class);
        assertThat(anna(cells.ireland)).isEqualTo(before);
        assertThat(cells.ireland.cell().departures().of(account)).isEmpty();
        assertThat(cells.britain.cell().reader().account(account)).isEmpty();
        assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
    }

    @Test
    void aGateThatClosedMeanwhileEndsTheMoveWhereThePersonWas() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        assertThatThrownBy(() -> cells.move("anna", "m-1", (boundary, _) -> {
                    if (boundary == Boundary.PAGE_COPIED) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        var outcome = cells.resume((_, _) -> {}, cells::refusal);
        assertThat(outcome.get(cells.directory.refOf("anna")))
                .isEqualTo(new MoveOutcome.Stayed("m-1", "the gate refuses: purpose_refused"));
        assertStayed(before);
    }

    @Test
    void whatWasChangedOnTheWayIsNoticedAndUndone() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var outcome = cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary == Boundary.PAGE_COPIED)
                execute(
                        cells.british,
                        "UPDATE decision SET verdict = 'review' WHERE decision_id = 'eu-west-1.d.anna-4'");
        });
        assertThat(outcome).isInstanceOf(MoveOutcome.Stayed.class);
        assertStayed(before);
    }

    @Test
    void anObjectThatWasChangedOnTheWayIsNoticedAndUndone() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var outcome = cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary == Boundary.MEDIA_COPIED) put(cells.britain, "media/anna-small", "something else");
        });
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        MoveOutcome.Stayed.class,
                        stayed -> assertThat(stayed.reason()).contains("media/anna-small"));
        assertStayed(before);
    }

    private static void put(CellEnd end, String key, String text) {
        try {
            end.store().put(new ObjectKey(key), new ByteArrayInputStream(TwoCells.bytes(text)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void execute(io.gatehouse.residency.database.Database database, String sql) {
        database.transact(connection -> connection.createStatement().executeUpdate(sql));
    }

    private void assertStayed(String before) {
        var account = cells.directory.refOf("anna");
        assertThat(anna(cells.ireland)).isEqualTo(before);
        assertThat(cells.directory.find(account)).contains(new AccountHome(IRELAND, 2));
        assertThat(cells.britain.cell().reader().account(account)).isEmpty();
        assertThat(cells.britain.store().list("media/anna", 10).objects()).isEmpty();
        assertThat(PeopleMoverTest.dump(cells.british))
                .allMatch(row -> !row.contains(account.toString()) || row.startsWith("arrival"));
        assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
        // And the next attempt succeeds.
        assertThat(cells.move("anna", "m-9", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(anna(cells.britain))
                .isEqualTo(before.replace("; marked by anna-6", "; marked by anna-6; marked by anna-again"));
    }

    @Test
    void anObjectThatIsMissingAtHomeStopsTheMove() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        cells.ireland.store().delete(new ObjectKey("media/anna-large"));
        assertThat(cells.move("anna", "m-1", (_, _) -> {}))
                .isInstanceOfSatisfying(
                        MoveOutcome.Stayed.class,
                        stayed -> assertThat(stayed.reason()).contains("lacks the object media/anna-large"));
    }

    @Test
    void whatAMigrationDoesNotCarryStopsIt() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var account = cells.directory.refOf("anna");
        execute(
                cells.irish,
                "INSERT INTO legal_hold (hold_id, account_ref, basis, sealed_reference, placed_at, placed_by)"
                        + " VALUES ('h-1', '\\x" + account + "', 'order', '\\x00', now(), 'k')");
        assertThat(cells.move("anna", "m-0", (_, _) -> {})).isEqualTo(new MoveOutcome.Bound());
        execute(cells.irish, "DELETE FROM legal_hold");
        execute(
                cells.irish,
                "INSERT INTO content_copy (screening_id, account_ref, home_region, reason, transfer_id, stored_at)"
                        + " VALUES ('s-1', '\\x" + account + "', 'uk', 'r', 't', now())");
        assertThat(cells.move("anna", "m-1", (_, _) -> {}))
                .isEqualTo(new MoveOutcome.Stayed(
                        "m-1", "the old cell has rows of theirs that a migration does not carry: content_copy"));
        assertThat(anna(cells.ireland)).isEqualTo(before);
        execute(cells.irish, "DELETE FROM content_copy");
        execute(cells.irish, "UPDATE account SET guests = '{us-east-1}' WHERE account_ref = '\\x" + account + "'");
        execute(
                cells.irish,
                "INSERT INTO copy_owed (content_index, region, transfer_id)"
                        + " SELECT min(content_index), 'us-east-1', 't-1' FROM content");
        execute(
                cells.irish,
                "INSERT INTO person_request (request_id, kind, state, account_ref, home_epoch, received_at, due_on,"
                        + " asked_by) VALUES ('r-1', 'ACCESS', 'DONE', '\\x" + account
                        + "', 1, now(), '2026-12-01', 'k')");
        assertThat(cells.move("anna", "m-2", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
        var came = PeopleMoverTest.dump(cells.british);
        assertThat(came).anyMatch(row -> row.startsWith("person_request") && row.contains("r-1"));
        assertThat(came).anyMatch(row -> row.startsWith("copy_owed") && row.contains("t-1"));
        assertThat(came).anyMatch(row -> row.startsWith("account ") && row.contains("{us-east-1}"));
        PeopleMoverTest.assertNothingIsLeft(cells, "anna");
    }

    /** A hold that comes while a person moves either keeps them where they are or goes with them: it never gets lost. */
    @ParameterizedTest
    @EnumSource(names = {"PAGE_COPIED", "SWITCHED", "LEFT", "ROWS_REMOVED"})
    void aHoldThatIsPlacedMeanwhileHolds(Boundary at) {
        aHoldThatIsPlacedMeanwhileHoldsAt(at);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"PREPARED", "VERIFIED", "ARRIVED", "PROVED"})
    void aHoldThatIsPlacedMeanwhileHoldsEverywhereElse(Boundary at) {
        aHoldThatIsPlacedMeanwhileHoldsAt(at);
    }

    private void aHoldThatIsPlacedMeanwhileHoldsAt(Boundary at) {
        cells.settle(cells.ireland, "anna", 2);
        var account = cells.directory.refOf("anna");
        var hold = new LegalHold(
                "eu-west-1.h.1", "court_order", TwoCells.NOW, Optional.empty(), "key-1", Optional.empty());
        var placing = new ArrayList<LegalHolds.Placing>();
        var irish = new LegalHolds(cells.ireland.cell());
        var outcome = cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary == at) placing.add(irish.place(hold, account, "case 7"));
        });
        var british = new LegalHolds(cells.britain.cell());
        if (at.compareTo(Boundary.SWITCHED) < 0) {
            assertThat(outcome).isEqualTo(new MoveOutcome.Stayed("m-1", "a legal hold was placed meanwhile"));
            assertThat(irish.of(account)).containsExactly(hold);
            assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
            assertThat(cells.move("anna", "m-2", (_, _) -> {})).isEqualTo(new MoveOutcome.Bound());
            return;
        }
        assertThat(outcome).isInstanceOf(MoveOutcome.Moved.class);
        if (at.compareTo(Boundary.LEFT) < 0) {
            assertThat(british.reference(british.find(hold.id()).orElseThrow())).isEqualTo("case 7");
            assertThat(cells.ireland.cell().departures().movedTo(hold.id())).contains(BRITAIN);
            assertThat(PeopleMoverTest.kinds(cells.british)).contains("hold-moved");
        } else {
            assertThat(placing).containsExactly(new LegalHolds.Placing.Elsewhere());
            assertThat(british.place(hold, account, "case 7")).isInstanceOf(LegalHolds.Placing.Placed.class);
        }
        assertThat(british.of(account)).containsExactly(hold);
        PeopleMoverTest.assertNothingIsLeft(cells, "anna");
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }

    /** Killed after the old home stopped taking holds: whoever carries on brings them. */
    @Test
    void aHoldGoesWithThePersonAlsoAfterAKill() {
        cells.settle(cells.ireland, "anna", 2);
        var account = cells.directory.refOf("anna");
        var hold = new LegalHold(
                "eu-west-1.h.1", "court_order", TwoCells.NOW, Optional.empty(), "key-1", Optional.empty());
        assertThatThrownBy(() -> cells.move("anna", "m-1", (boundary, _) -> {
                    if (boundary == Boundary.SWITCHED)
                        new LegalHolds(cells.ireland.cell()).place(hold, account, "case 7");
                    if (boundary == Boundary.LEFT) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        cells.resume((_, _) -> {});
        assertThat(new LegalHolds(cells.britain.cell()).of(account)).containsExactly(hold);
    }
}
