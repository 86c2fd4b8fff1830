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
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
        cells = TwoCells.onNewDatabases(home);
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
    @EnumSource(names = {"PAGE_COPIED", "SWITCHED", "ROWS_REMOVED"})
    void alsoAfterAKill(Boundary at) {
        alsoAfterAKillAt(at);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"OPENED", "VERIFIED", "ARRIVED"})
    void alsoAfterAKillEverywhereElse(Boundary at) {
        alsoAfterAKillAt(at);
    }

    private void alsoAfterAKillAt(Boundary at) {
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

    private Map<AccountRef, MoveOutcome> back(BiConsumer<Boundary, String> watch) {
        var account = cells.directory.refOf("anna");
        return cells.mover(watch)
                .move(
                        cells.britain,
                        cells.ireland,
                        () -> cells.passage(cells.britain, cells.ireland, "IE"),
                        List.of(new PeopleMover.Mover("m-2", account, 2)));
    }

    private void resumeBack() {
        cells.mover((_, _) -> {}, 1)
                .resume(
                        cells.britain,
                        cells.ireland,
                        () -> cells.passage(cells.britain, cells.ireland, "IE"),
                        cells.britain.cell().departures().underWay(10));
    }

    private void assertTheRestStayedAsAGuests(String before) {
        var account = cells.directory.refOf("anna");
        assertThat(cells.everythingOf(cells.ireland, "anna", cells.ireland, MESSAGES)
                        .replace("; marked as a guest", ""))
                .isEqualTo(before);
        var home = cells.ireland.cell().reader().account(account).orElseThrow();
        assertThat(home.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(home.guests()).as("whoever erases or exports finds the rest").contains(BRITAIN);
        var guest = cells.britain.cell().reader().account(account).orElseThrow();
        assertThat(guest.state()).isEqualTo(AccountState.GUEST);
        assertThat(guest.guestOf()).isEqualTo(IRELAND);
        assertThat(guest.profile()).as("who a guest is, the home knows alone").isEmpty();
        assertThat(guestText()).isEqualTo("as a guest one");
        assertThat(picture(cells.britain)).isPresent();
        assertThat(cells.britain.store().list("media/", 100).objects())
                .as("nothing else of hers")
                .extracting(object -> object.key().value())
                .containsExactly("media/anna-shown");
        assertThat(PeopleMoverTest.dump(cells.british).stream()
                        .filter(row -> row.startsWith("content "))
                        .toList())
                .as("what she wrote at home left with her")
                .hasSize(2);
        assertThat(cells.britain.cell().departures().movedTo("uk.s.guest-one"))
                .as("it did not move")
                .isEmpty();
        assertThat(sayAsGuest("two")).isInstanceOf(WriteOutcome.Written.class);
        assertThat(cells.logFault(cells.britain)).isEmpty();
        assertThat(cells.logFault(cells.ireland)).isEmpty();
    }

    private Optional<StoredMedia> picture(CellEnd end) {
        return end.cell().reader().media("eu-west-1.m.anna-shown");
    }

    /** A picture that the guest's content shows, in the cell where that lies and nowhere else. */
    private void showPicture() {
        cells.picture(cells.ireland, "anna", "shown", 500);
        var guest = cells.author(cells.ireland, "anna").asGuestOf(IRELAND);
        var media = List.of("eu-west-1.m.anna-shown");
        var passage = cells.passage(cells.ireland, cells.britain, "GB");
        assertThat(MediaPlacing.bring(
                        cells.ireland, cells.britain, passage, guest, STRICTER, media, null, TwoCells.NOW))
                .isEqualTo(new MediaPlacing.Outcome.Placed());
        assertThat(cells.britain
                        .cell()
                        .writer()
                        .write(new CellWrite(
                                        cells.author(cells.ireland, "anna"),
                                        new ContentName("client", "guest-shown"),
                                        null,
                                        "uk.s.guest-shown",
                                        "uk.d.guest-shown",
                                        new Payload(
                                                TwoCells.bytes("shown"),
                                                TwoCells.bytes("record"),
                                                TwoCells.bytes("answer")),
                                        TwoCells.report("allow"),
                                        new EntryFacts(Map.of("verdict", "allow")),
                                        List.of(),
                                        media)
                                .placed(IRELAND, STRICTER)))
                .isInstanceOf(WriteOutcome.Written.class);
        new GuestMedia(cells.ireland.cell()).letGo("eu-west-1.e.shown", guest.account(), media, BRITAIN, TwoCells.NOW);
        MediaPlacing.deleteNoted(cells.ireland, "eu-west-1.e.shown");
    }

    /**
     * What was said under a stricter law stays under it when its author moves on, with a guest of the new home; so it neither
     * follows to a laxer law nor stops the move.
     */
    @ParameterizedTest
    @EnumSource(names = {"OPENED", "LEFT", "ROWS_REMOVED"})
    void whatWasPlacedUnderALawStaysWithAGuestWhenItsAuthorLeaves(Boundary killedAt) {
        whatWasPlacedUnderALawStaysWithAGuestWhenItsAuthorLeavesAt(killedAt);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"PASSED", "OBJECTS_REMOVED", "KEY_DESTROYED", "PROVED"})
    void whatWasPlacedUnderALawStaysWithAGuestWhenItsAuthorLeavesEverywhereElse(Boundary killedAt) {
        whatWasPlacedUnderALawStaysWithAGuestWhenItsAuthorLeavesAt(killedAt);
    }

    private void whatWasPlacedUnderALawStaysWithAGuestWhenItsAuthorLeavesAt(Boundary killedAt) {
        String before = cells.everythingOf(cells.ireland, "anna", cells.ireland, MESSAGES);
        showPicture();
        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
        assertThat(picture(cells.britain)).isPresent();
        if (killedAt == Boundary.PASSED) {
            assertThat(back((_, _) -> {}).values()).first().isInstanceOf(MoveOutcome.Moved.class);
        } else {
            assertThatThrownBy(() -> back((boundary, _) -> {
                        if (boundary == killedAt) throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
            resumeBack();
        }
        assertTheRestStayedAsAGuests(before);
    }

    /** The guest had a copy of a picture that comes with the resident: given up, the guest still has it. */
    @Test
    void aGuestsCopyOfAPictureOutlivesAMoveThatIsGivenUp() {
        var guest = cells.author(cells.ireland, "anna").asGuestOf(IRELAND);
        var small = List.of("eu-west-1.m.anna-small");
        var passage = cells.passage(cells.ireland, cells.britain, "GB");
        var copied = new Placed("copy_per_participant", "eu-west-1.t.2");
        MediaPlacing.bring(
                cells.ireland, cells.britain, passage, guest, copied, small, "eu-west-1.s.anna-0", TwoCells.NOW);
        cells.ireland.store().delete(new ObjectKey("media/anna-large"));
        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Stayed.class);
        assertThat(cells.britain.cell().reader().media("eu-west-1.m.anna-small"))
                .isPresent();
        assertThat(cells.britain.store().head(new ObjectKey("media/anna-small")))
                .isPresent();
    }

    @Test
    void aGuestsCopyOfAPictureBecomesTheResidentsOwn() {
        var guest = cells.author(cells.ireland, "anna").asGuestOf(IRELAND);
        var small = List.of("eu-west-1.m.anna-small");
        var passage = cells.passage(cells.ireland, cells.britain, "GB");
        var copied = new Placed("copy_per_participant", "eu-west-1.t.2");
        MediaPlacing.bring(
                cells.ireland, cells.britain, passage, guest, copied, small, "eu-west-1.s.anna-0", TwoCells.NOW);
        String before = cells.everythingOf(cells.ireland, "anna", cells.ireland, MESSAGES);
        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
        assertBothAreOne(before);
        assertThat(PeopleMoverTest.dump(cells.british))
                .noneMatch(row -> row.startsWith("placed_media") || row.startsWith("copy_media"));
    }

    /** What is sheltered in a third cell comes home first: nothing was touched meanwhile. */
    @Test
    void whoHasSomethingShelteredInAThirdCellWaits() {
        var account = cells.directory.refOf("anna");
        var third = new RegionId("eu-central-1");
        cells.shelters = (from, to, people) -> {
            assertThat(List.of(from, to)).containsExactly(IRELAND, BRITAIN);
            return people.contains(account) ? Map.of(account, third) : Map.of();
        };
        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isEqualTo(new MoveOutcome.Sheltered(third));
        assertThat(cells.ireland.cell().departures().of(account)).isEmpty();
        cells.shelters = (_, _, _) -> Map.of();
        assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
    }
}
