package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.author;
import static io.gatehouse.residency.cell.CellFixture.key;
import static io.gatehouse.residency.cell.CellFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People of whom a cell holds something although they are at home elsewhere. */
class GuestTest {
    private static final RegionId HOME = new RegionId("us-east-1");
    private static final Placed STRICTEST = new Placed("strictest_participant", "us-east-1.t.1");

    private final CellFixture home = new CellFixture(HOME);
    private final CellFixture host = new CellFixture();

    @AfterEach
    void close() {
        home.close();
        host.close();
    }

    private GuestWrite registration(String id) {
        return new GuestWrite(
                "us-east-1.e." + CellFixture.nextId(), author(id), CellFixture.REGION, true, CellFixture.NOW);
    }

    private static CellWrite guestWrite(String id, String text) {
        return CellFixture.write(id, text).placed(HOME, STRICTEST);
    }

    private AccountState stateAt(CellFixture cell, String id) {
        return cell.cell().reader().account(account(id)).orElseThrow().state();
    }

    private void set(CellFixture cell, String column, String id) {
        cell.database().transact(connection -> {
            try (var update = connection.prepareStatement("UPDATE account SET " + column + " WHERE account_ref = ?")) {
                update.setBytes(1, account(id).digest());
                return update.executeUpdate();
            }
        });
    }

    @Test
    void aGuestHasAKeyOfItsOwnAndNoProfile() {
        home.cell().writer().put(new AccountWrite("e-1", author("u-1"), CellFixture.NOW));
        var write = guestWrite("u-1", "said");
        assertThat(host.cell().writer().write(write)).isEqualTo(new WriteOutcome.Written(0));
        var guest = host.cell().reader().account(account("u-1")).orElseThrow();
        assertThat(guest.state()).isEqualTo(AccountState.GUEST);
        assertThat(guest.guestOf()).isEqualTo(HOME);
        assertThat(guest.profile()).isEmpty();
        var decision = host.cell().reader().decision(write.decisionId()).orElseThrow();
        assertThat(decision.payload().orElseThrow().content())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("said");
        var bytes = "the same".getBytes(StandardCharsets.UTF_8);
        assertThat(personKey(host).commit(bytes)).isNotEqualTo(personKey(home).commit(bytes));
    }

    private static PersonKey personKey(CellFixture cell) {
        return cell.cell().reader().personKey(account("u-1")).orElseThrow();
    }

    @Test
    void theEvidenceSaysWhyTheContentIsThere() {
        host.cell().writer().write(guestWrite("u-1", "said"));
        var entry = host.database().read(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT entry FROM log_entry")) {
                rows.next();
                return new String(rows.getBytes(1), StandardCharsets.UTF_8);
            }
        });
        assertThat(entry)
                .contains("\"placed_for\":\"strictest_participant\"")
                .contains("\"placed_from\":\"us-east-1\"")
                .contains("\"placed_by\":\"us-east-1.t.1\"");
    }

    @Test
    void theHomeListsTheCellsThatHoldGuestsOnce() {
        assertThat(home.cell().writer().note(registration("u-1"))).isEqualTo(new GuestOutcome.Noted(0));
        assertThat(home.cell().writer().note(registration("u-1"))).isEqualTo(new GuestOutcome.Unchanged());
        var stored = home.cell().reader().account(account("u-1")).orElseThrow();
        assertThat(stored.state()).as("made when it was missing").isEqualTo(AccountState.ACTIVE);
        assertThat(stored.guests()).containsExactly(CellFixture.REGION);
        var gone = new GuestWrite("us-east-1.e.gone", author("u-1"), CellFixture.REGION, false, CellFixture.NOW);
        assertThat(home.cell().writer().note(gone)).isEqualTo(new GuestOutcome.Noted(1));
        assertThat(home.cell().writer().note(gone)).as("a repeat").isEqualTo(new GuestOutcome.Noted(1));
        assertThat(home.cell().reader().account(account("u-1")).orElseThrow().guests())
                .isEmpty();
    }

    @Test
    void onlyAHomeRegistersGuests() {
        host.cell().writer().write(guestWrite("u-1", "said"));
        assertThat(host.cell().writer().note(registration("u-1")))
                .isEqualTo(new GuestOutcome.StaleHome(1, AccountState.GUEST));
        assertThatThrownBy(() ->
                        new GuestWrite("e", author("u-1").asGuestOf(HOME), CellFixture.REGION, true, CellFixture.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGuestIsNotAtHomeAndAHomeIsNoGuest() {
        host.cell().writer().write(guestWrite("u-1", "said"));
        assertThat(host.cell().writer().write(CellFixture.write("u-1", "as if at home")))
                .isEqualTo(new WriteOutcome.StaleHome(1, AccountState.GUEST));
        assertThat(host.cell().writer().put(new AccountWrite("e-2", author("u-1"), CellFixture.NOW)))
                .isEqualTo(new AccountOutcome.StaleHome(1, AccountState.GUEST));
        host.cell().writer().write(CellFixture.write("u-2", "at home"));
        assertThat(host.cell().writer().write(guestWrite("u-2", "as if a guest")))
                .isEqualTo(new WriteOutcome.StaleHome(1, AccountState.ACTIVE));
    }

    @Test
    void theGuestFollowsALaterHomeAndRefusesAnEarlierOne() {
        host.cell().writer().write(guestWrite("u-1", "from the first home"));
        var moved = new Author(account("u-1"), 2, new byte[0]);
        var uk = new RegionId("uk");
        var later =
                with(CellFixture.write("u-1", "from the second home"), moved).placed(uk, STRICTEST);
        assertThat(host.cell().writer().write(later)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(host.cell().reader().account(account("u-1")).orElseThrow().guestOf())
                .isEqualTo(uk);
        assertThat(host.cell().writer().write(guestWrite("u-1", "late")))
                .isEqualTo(new WriteOutcome.StaleHome(2, AccountState.GUEST));
    }

    @Test
    void whoMovedAwayComesBackAsAGuestUnderANewKey() {
        host.cell().writer().write(CellFixture.write("u-1", "at home"));
        set(host, "state = 'MOVED', key_id = NULL, wrapped_key = NULL, sealed_profile = NULL", "u-1");
        var moved = new Author(account("u-1"), 2, new byte[0]);
        var write = with(CellFixture.write("u-1", "as a guest"), moved).placed(HOME, STRICTEST);
        assertThat(host.cell().writer().write(write)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(stateAt(host, "u-1")).isEqualTo(AccountState.GUEST);
        assertThat(host.cell()
                        .reader()
                        .decision(write.decisionId())
                        .orElseThrow()
                        .payload())
                .isPresent();
    }

    @Test
    void nothingIsPutHereOfWhoWasErased() {
        host.cell().writer().write(guestWrite("u-1", "said"));
        set(host, "state = 'ERASED', key_id = NULL, wrapped_key = NULL", "u-1");
        assertThat(host.cell().writer().write(guestWrite("u-1", "again")))
                .isEqualTo(new WriteOutcome.StaleHome(1, AccountState.ERASED));
    }

    @Test
    void aRepeatFindsTheGuestsAnswer() {
        var write = with(CellFixture.write("u-1", "once"), key("k-1", "body")).placed(HOME, STRICTEST);
        host.cell().writer().write(write);
        assertThat(host.cell().reader().earlier(key("k-1", "body")).orElseThrow())
                .isInstanceOf(WriteOutcome.Repeated.class);
    }

    @Test
    void contentOfAGuestSaysWhyAndOnlyThat() {
        assertThatThrownBy(
                        () -> with(CellFixture.write("u-1", "x"), author("u-1").asGuestOf(HOME)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Placed("Because!", "t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKilledWriterLeavesNoGuestThatTheHomeDoesNotList() {
        // The order of a placement: registered at home, then written. Cut after each step, and look from home.
        assertThat(known("u-1")).as("before").isEmpty();
        home.cell().writer().note(registration("u-1"));
        assertThat(known("u-1")).as("registered, not written").contains(CellFixture.REGION);
        host.cell().writer().write(guestWrite("u-1", "said"));
        assertThat(known("u-1")).as("written").contains(CellFixture.REGION);
    }

    private Set<RegionId> known(String id) {
        return home.cell().reader().account(account(id)).map(Account::guests).orElse(Set.of());
    }

    @Test
    void whoLooksForGuestsAlsoAsksTheCellsOfTheHomesJurisdiction() {
        var topology = Topology.load(Path.of("..", "policies", "residency"));
        var eu = List.of("eu-central-1", "eu-north-1").stream()
                .map(RegionId::new)
                .toList();
        assertThat(GuestCells.of(topology, CellFixture.REGION, Set.of())).containsExactlyElementsOf(eu);
        assertThat(GuestCells.of(topology, HOME, Set.of(CellFixture.REGION))).containsExactly(CellFixture.REGION);
        assertThat(GuestCells.of(topology, new RegionId("uk"), Set.of())).isEmpty();
    }
}
