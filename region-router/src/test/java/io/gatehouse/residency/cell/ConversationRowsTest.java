package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.author;
import static io.gatehouse.residency.cell.CellFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.conversation.PlacementRule;
import io.gatehouse.residency.conversation.RecordedPlacement;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cell keeps of conversations under several laws: where they are placed, and copies. */
class ConversationRowsTest {
    private static final RegionId US = new RegionId("us-east-1");
    private static final RegionId UK = new RegionId("uk");
    private static final ConversationName NAME = new ConversationName("client", "c-1");

    private final CellFixture fixture = new CellFixture();
    private final Cell cell = fixture.cell();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RecordedPlacement placed(RegionId region) {
        return new RecordedPlacement(PlacementRule.STRICTEST_PARTICIPANT, region, CellFixture.NOW);
    }

    @Test
    void aConversationIsFoundByItsClientsName() {
        var conversations = cell.conversations();
        assertThat(conversations.find(NAME)).isEmpty();
        assertThat(conversations.note(NAME, Optional.empty(), placed(UK))).isEqualTo(placed(UK));
        assertThat(conversations.find(NAME)).contains(placed(UK));
        assertThat(conversations.find(new ConversationName("another", "c-1"))).isEmpty();
    }

    @Test
    void whoDecidedOnSomethingOutdatedIsToldWhatStands() {
        var conversations = cell.conversations();
        var eu = placed(CellFixture.REGION);
        conversations.note(NAME, Optional.empty(), placed(UK));
        assertThat(conversations.note(NAME, Optional.empty(), placed(US))).isEqualTo(placed(UK));
        assertThat(conversations.note(NAME, Optional.of(placed(UK)), eu)).isEqualTo(eu);
        assertThat(conversations.find(NAME)).contains(eu);
    }

    private static CopyWrite copy(String event, String id, String text) {
        return copy(event, id, text, 1);
    }

    private static CopyWrite copy(String event, String id, String text, int revision) {
        return new CopyWrite(
                event,
                author(id).asGuestOf(US),
                "us-east-1.s.1",
                revision,
                bytes(text),
                new Placed("copy_per_participant", "us-east-1.t.1"),
                CellFixture.NOW);
    }

    @Test
    void aCopyIsStoredOnceUnderTheGuestsKeyAndGoesWithIt() {
        assertThat(cell.writer().copy(copy("e-1", "u-1", "said"))).isEqualTo(new CopyOutcome.Stored(0));
        assertThat(cell.writer().copy(copy("e-1", "u-1", "said")))
                .as("a repeat")
                .isEqualTo(new CopyOutcome.Stored(0));
        assertThat(cell.writer().copy(copy("e-2", "u-1", "said"))).isEqualTo(new CopyOutcome.AlreadyThere());
        assertThat(cell.copies().content("us-east-1.s.1").orElseThrow())
                .asString()
                .isEqualTo("said");
        assertThat(cell.reader().account(account("u-1")).orElseThrow().state()).isEqualTo(AccountState.GUEST);
        fixture.database()
                .transact(connection -> connection
                        .createStatement()
                        .executeUpdate("UPDATE account SET state = 'ERASED', wrapped_key = NULL, key_id = NULL"));
        assertThat(cell.copies().content("us-east-1.s.1")).isEmpty();
    }

    @Test
    void nobodyAtHomeHereGetsACopyOfThemselves() {
        cell.writer().write(CellFixture.write("u-1", "at home"));
        assertThat(cell.writer().copy(copy("e-1", "u-1", "said")))
                .isEqualTo(new CopyOutcome.StaleHome(1, AccountState.ACTIVE));
    }

    @Test
    void whatIsOwedIsDurableWithTheContentUntilItIsSettled() {
        var write = CellFixture.write("u-1", "to both")
                .owing(List.of(new Lying.OwedCopy(UK, "t-1"), new Lying.OwedCopy(US, "t-2")));
        cell.writer().write(write);
        var owed = cell.copies().owed(10);
        assertThat(owed).extracting(Copies.Owed::region).containsExactly(UK, US);
        assertThat(owed.getFirst().screeningId()).isEqualTo(write.screeningId());
        cell.copies().settle(owed.getFirst(), CellFixture.NOW);
        assertThat(cell.copies().owed(10)).extracting(Copies.Owed::region).containsExactly(US);
        assertThat(cell.copies().owed(1)).hasSize(1);
    }

    @Test
    void aCopyOfALaterRevisionReplacesAnEarlierOneAndNeverTheOtherWayAround() {
        cell.writer().copy(copy("e-1", "u-1", "first"));
        assertThat(cell.writer().copy(copy("e-3", "u-1", "third", 3))).isInstanceOf(CopyOutcome.Stored.class);
        assertThat(cell.writer().copy(copy("e-2", "u-1", "second", 2))).isEqualTo(new CopyOutcome.AlreadyThere());
        assertThat(cell.copies().content("us-east-1.s.1").orElseThrow())
                .asString()
                .isEqualTo("third");
    }

    @Test
    void anEditOwesEveryCopyAgainAndAnEarlierOneSettlesNothing() {
        var write = CellFixture.write("u-1", "to both")
                .owing(List.of(new Lying.OwedCopy(UK, "t-1"), new Lying.OwedCopy(US, "t-2")));
        cell.writer().write(write);
        var first = cell.copies().owed(10);
        cell.copies().settle(first.getFirst(), CellFixture.NOW);
        cell.writer().edit(EditTest.edit("u-1", write.decisionId(), "edited"));
        cell.copies().settle(first.getLast(), CellFixture.NOW);
        var owed = cell.copies().owed(10);
        assertThat(owed).extracting(Copies.Owed::region).containsExactly(UK, US);
        assertThat(owed).extracting(Copies.Owed::revision).containsOnly(2);
        for (var each : owed) cell.copies().settle(each, CellFixture.NOW);
        assertThat(cell.copies().owed(10)).isEmpty();
    }
}
