package io.gatehouse.residency.migration;

import static io.gatehouse.residency.migration.TwoCells.BRITAIN;
import static io.gatehouse.residency.migration.TwoCells.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.CopyOutcome;
import io.gatehouse.residency.cell.CopyWrite;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody moves to where content of theirs lay as a guest's: both become one, or all is as it was. */
class GuestMoveTest {
    private static final int MESSAGES = 3;
    private static final Placed STRICTER = new Placed("strictest_participant", "eu-west-1.t.1");

    @TempDir
    Path home;

    private TwoCells cells;

    @BeforeEach
    void open() {
        cells = new TwoCells(home, TestServer.newDatabase(4), TestServer.newDatabase(4), TestServer.newDatabase(4));
        cells.settle(cells.ireland, "anna", MESSAGES);
        assertThat(sayAsGuest("one")).isInstanceOf(WriteOutcome.Written.class);
        var copy = new CopyWrite(
                "uk.e.copy-1",
                cells.author(cells.ireland, "anna").asGuestOf(IRELAND),
                "eu-west-1.s.anna-0",
                1,
                TwoCells.bytes("text anna-0"),
                new Placed("copy_per_participant", "eu-west-1.t.2"),
                TwoCells.NOW);
        assertThat(cells.britain.cell().writer().copy(copy)).isInstanceOf(CopyOutcome.Stored.class);
    }

    @AfterEach
    void close() {
        cells.close();
    }

    private WriteOutcome sayAsGuest(String n) {
        return cells.britain
                .cell()
                .writer()
                .write(new CellWrite(
                                cells.author(cells.ireland, "anna"),
                                new ContentName("client", "guest-" + n),
                                null,
                                "uk.s.guest-" + n,
                                "uk.d.guest-" + n,
                                new Payload(
                                        TwoCells.bytes("as a guest " + n),
                                        TwoCells.bytes("record"),
                                        TwoCells.bytes("answer")),
                                TwoCells.report("allow"),
                                new EntryFacts(Map.of("verdict", "allow")),
                                List.of(),
                                List.of(),
                                List.of(),
                                _ -> TwoCells.bytes("marked as a guest"))
                        .placed(IRELAND, STRICTER));
    }

    private String guestText() {
        return TwoCells.text(cells.britain
                .cell()
                .reader()
                .decision("uk.d.guest-one")
                .orElseThrow()
                .payload()
                .orElseThrow()
                .content());
    }

    private String marks(CellEnd end) {
        return TwoCells.text(end.cell().reader().notes(cells.directory.refOf("anna"), NotesTopic.MARKS));
    }

    private void assertBothAreOne(String before) {
        var account = cells.directory.refOf("anna");
        var here = cells.britain.cell().reader().account(account).orElseThrow();
        assertThat(here.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(here.guests()).doesNotContain(BRITAIN);
        assertThat(cells.everythingOf(cells.britain, "anna", cells.ireland, MESSAGES)
                        .replace("; marked as a guest", ""))
                .isEqualTo(before);
        assertThat(guestText()).isEqualTo("as a guest one");
        assertThat(marks(cells.britain)).contains("marked by anna-2").endsWith("; marked as a guest");
        var rows = PeopleMoverTest.dump(cells.british);
        assertThat(rows).as("what lies here itself needs no copy").noneMatch(row -> row.startsWith("content_copy"));
        assertThat(rows).noneMatch(row -> row.startsWith("guest_before"));
        assertThat(rows)
                .as("under which law it was said is still known")
                .anyMatch(row -> row.startsWith("placed_content") && row.contains("strictest_participant"));
        assertThat(cells.say(cells.britain, "anna", "new")).isInstanceOf(WriteOutcome.Written.class);
        assertThat(cells.logFault(cells.britain)).isEmpty();
        assertThat(cells.logFault(cells.ireland)).isEmpty();
    }

    @Test
    void theGuestAndTheResidentBecomeOne() {
        String before = cells.everythingOf(cells.ireland, "anna", cells.ireland, MESSAGES);
        assertThat(cells.move("anna", "m-1", (_, _) -> {}))
                .isInstanceOfSatisfying(
                        MoveOutcome.Moved.class,
                        moved -> assertThat(moved.counts().contents())
                                .as("the guest's own were there")
                                .isEqualTo(MESSAGES));
        assertBothAreOne(before);
    }

    /** Killed anywhere and carried on with: the same. */
    @ParameterizedTest
    @EnumSource(names = {"OPENED", "PAGE_COPIED", "VERIFIED", "SWITCHED", "ARRIVED", "ROWS_REMOVED"})
    void alsoAfterAKill(Boundary at) {
        String before = cells.everythingOf(cells.ireland, "anna", cells.ireland, MESSAGES);
        assertThatThrownBy(() -> cells.move("anna", "m-1", (boundary, _) -> {
                    if (boundary == at) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        cells.resume((_, _) -> {});
        assertBothAreOne(before);
    }

    /** A move that is given up, and killed while it is, leaves the guest as it was, and a later one succeeds. */
    @ParameterizedTest
    @EnumSource(names = {"GIVEN_UP", "WITHDRAWN", "STAYED"})
    void whoStaysIsTheGuestOfBefore(Boundary at) {
        var large = new ObjectKey("media/anna-large");
        cells.ireland.store().delete(large);
        var rows = guestRows();
        assertThatThrownBy(() -> cells.move("anna", "m-1", (boundary, _) -> {
                    if (boundary == at) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        cells.resume((_, _) -> {});
        assertThat(guestRows()).isEqualTo(rows);
        assertThat(guestText()).isEqualTo("as a guest one");
        assertThat(marks(cells.britain)).isEqualTo("marked as a guest");
        assertThat(sayAsGuest("two")).as("a guest of the home's new epoch").isInstanceOf(WriteOutcome.Written.class);
    }

    /** All that the British cell has of her, without the log, ciphers that do not change included. */
    private List<String> guestRows() {
        return PeopleMoverTest.dump(cells.british).stream()
                .filter(row -> row.matches("(account|account_notes|content|decision|media|placed_content|content_copy"
                        + "|guest_before) .*"))
                .sorted()
                .toList();
    }

    /** What was said under a stricter law does not follow to a laxer one by itself: somebody has to decide. */
    @Test
    void whatWasPlacedUnderALawStopsTheNextMove() {
        cells.move("anna", "m-1", (_, _) -> {});
        var account = cells.directory.refOf("anna");
        var back = cells.mover((_, _) -> {})
                .move(
                        cells.britain,
                        cells.ireland,
                        () -> cells.passage(cells.britain, cells.ireland, "IE"),
                        List.of(new PeopleMover.Mover("m-2", account, 2)));
        assertThat(back.get(account))
                .isEqualTo(new MoveOutcome.Stayed(
                        "m-2", "the old cell has rows of theirs that a migration does not carry: placed_content"));
    }
}
