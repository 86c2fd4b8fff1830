package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.key;
import static io.gatehouse.residency.cell.CellFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.CrossingLedger;
import io.gatehouse.residency.crossing.CrossingRefused;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.migration.Homecoming;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.region.Vectors;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was sheltered in Frankfurt while Ireland was down, and how it comes home. */
class HomecomingTest {
    private static final RegionId HOME = CellFixture.REGION;
    private static final RegionId SHELTER = new RegionId("eu-central-1");
    private static final Clock CLOCK = Clock.fixed(CellFixture.NOW, ZoneOffset.UTC);
    private static final Placed FAILOVER = new Placed(Shelter.FAILOVER, "eu-central-1.t.1");

    private final CellFixture home = new CellFixture();
    private final CellFixture shelter = new CellFixture(SHELTER);
    private final AtomicLong ids = new AtomicLong();
    private final TransferGate gate = gate();
    private final Homecoming homecoming = new Homecoming(
            noted -> before -> before.length == 0 ? noted : before,
            () -> "eu-west-1.e." + ids.incrementAndGet(),
            CLOCK);

    @AfterEach
    void close() {
        home.close();
        shelter.close();
    }

    private TransferGate gate() {
        var topology = Topology.load(Vectors.shippedResidency());
        CrossingLedger there = SqlCrossingLedger.open(
                SHELTER, shelter.database(), shelter.cell().writer());
        return new TransferGate(
                topology,
                TransferRules.load(Vectors.shippedResidency(), topology),
                Map.of(SHELTER, there),
                region -> region + ".t." + ids.incrementAndGet(),
                CLOCK);
    }

    private static Crossing crossing(RegionId from, RegionId to, String purpose) {
        return new Crossing(
                new Purpose(purpose),
                Set.of(DataKind.CONTENT, DataKind.DECISION, DataKind.NOTES),
                from,
                new Destination.ToRegion(to),
                new Actor("placement", Actor.Kind.SYSTEM, new CountryCode("IE")),
                new LegalBasisClaim.Territory(),
                10,
                null,
                CellFixture.NOW,
                CellFixture.NOW.plus(Duration.ofHours(1)));
    }

    private Passage passage() {
        return gate.pass(crossing(SHELTER, HOME, "homecoming"));
    }

    private CellWrite sheltered(String author, String text, String key) {
        var write = with(CellFixture.write(author, text), key(key, "body of " + text))
                .sheltered(HOME, FAILOVER);
        assertThat(shelter.cell().writer().write(write)).isInstanceOf(WriteOutcome.Written.class);
        return write;
    }

    private int bring(String author) {
        return homecoming.bring(shelter.cell(), home.cell(), passage(), account(author), new AccountHome(HOME, 1));
    }

    private static String text(CellFixture cell, String decisionId) {
        return new String(
                cell.cell()
                        .reader()
                        .decision(decisionId)
                        .orElseThrow()
                        .payload()
                        .orElseThrow()
                        .content(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private void isAllHome(CellWrite write, String text) {
        assertThat(text(home, write.decisionId())).isEqualTo(text);
        assertThat(home.cell().reader().screening(write.screeningId())).isPresent();
        assertThat(shelter.cell().reader().decision(write.decisionId())).isEmpty();
        assertThat(shelter.cell().departures().movedTo(write.screeningId())).contains(HOME);
        assertThat(shelter.cell().departures().movedTo(write.decisionId())).contains(HOME);
    }

    @Test
    void everythingComesHomeUnderItsIdsAndNothingIsLeftBehind() {
        var one = sheltered("u-1", "one", "k-1");
        var two = sheltered("u-1", "two", "k-2");
        assertThat(shelter.cell().shelter().homes()).containsExactly(HOME);
        assertThat(shelter.cell().shelter().people(HOME, 10)).containsExactly(account("u-1"));
        assertThat(bring("u-1")).isEqualTo(2);
        isAllHome(one, "one");
        isAllHome(two, "two");
        var stored = home.cell().reader().account(account("u-1")).orElseThrow();
        assertThat(stored.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(stored.profile())
                .as("the home had never heard of the author")
                .asString()
                .contains("u-1");
        assertThat(home.cell().reader().earlier(key("k-1", "body of one")).orElseThrow())
                .isInstanceOfSatisfying(
                        WriteOutcome.Repeated.class,
                        repeated -> assertThat(repeated.decisionId()).isEqualTo(one.decisionId()));
        assertThat(home.cell().reader().counts().pendingEffects()).isEqualTo(2);
        assertThat(shelter.cell().reader().account(account("u-1"))).isEmpty();
        assertThat(shelter.cell().reader().counts().pendingEffects()).isZero();
        assertThat(shelter.cell().shelter().homes()).isEmpty();
        assertThat(bring("u-1")).as("again").isZero();
    }

    @Test
    void aLaterDecisionComesHomeInItsPlace() {
        var write = sheltered("u-1", "one", "k-1");
        var later = "eu-central-1.d.later";
        shelter.cell()
                .writer()
                .redecide(new Redecision(
                        later,
                        write.decisionId(),
                        CellFixture.payload("one"),
                        CellFixture.report("restrict"),
                        CellFixture.facts(),
                        java.util.List.of()));
        assertThat(bring("u-1")).isEqualTo(1);
        assertThat(home.cell()
                        .reader()
                        .screening(write.screeningId())
                        .orElseThrow()
                        .decisionId())
                .isEqualTo(later);
    }

    private static void execute(CellFixture cell, String sql) throws SQLException {
        try (var connection = cell.database().migrator().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void failOn(CellFixture cell, String event, String table) throws SQLException {
        execute(
                cell,
                "CREATE FUNCTION killed() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'killed' USING ERRCODE = 'P0001'; END $$");
        execute(
                cell,
                "CREATE TRIGGER killed BEFORE " + event + " ON " + table + " FOR EACH ROW EXECUTE FUNCTION killed()");
    }

    @Test
    void killedBetweenCopyAndRemovalItGoesOnAndStoresNothingTwice() throws Exception {
        var one = sheltered("u-1", "one", "k-1");
        failOn(shelter, "DELETE", "content");
        assertThatThrownBy(() -> bring("u-1")).isInstanceOf(RuntimeException.class);
        assertThat(text(home, one.decisionId())).isEqualTo("one");
        assertThat(text(shelter, one.decisionId())).as("still in the shelter").isEqualTo("one");
        execute(shelter, "DROP TRIGGER killed ON content");
        assertThat(bring("u-1")).isEqualTo(1);
        isAllHome(one, "one");
        assertThat(home.cell().reader().counts().contents()).isEqualTo(1);
        assertThat(home.cell().reader().counts().decisions()).isEqualTo(1);
    }

    @Test
    void killedBeforeTheCopyIsDurableNothingIsLost() throws Exception {
        var one = sheltered("u-1", "one", "k-1");
        failOn(home, "INSERT", "decision");
        assertThatThrownBy(() -> bring("u-1")).isInstanceOf(RuntimeException.class);
        assertThat(text(shelter, one.decisionId())).isEqualTo("one");
        execute(home, "DROP TRIGGER killed ON decision");
        assertThat(bring("u-1")).isEqualTo(1);
        isAllHome(one, "one");
    }

    @Test
    void whatTheHomeAnsweredItselfStandsAndTheShelteredLiesBesideIt() {
        var name = new ContentName("client", "m-same");
        var atHome = with(CellFixture.write("u-1", "m-same", CellFixture.nextId(), "same"), key("k-1", "body of same"));
        home.cell().writer().write(atHome);
        var again = with(CellFixture.write("u-1", "m-same", CellFixture.nextId(), "same"), key("k-1", "body of same"))
                .sheltered(HOME, FAILOVER);
        shelter.cell().writer().write(again);
        assertThat(bring("u-1")).isEqualTo(1);
        isAllHome(again, "same");
        assertThat(home.cell().reader().content(name).orElseThrow().decisionId())
                .isEqualTo(atHome.decisionId());
        assertThat(home.cell().reader().earlier(key("k-1", "body of same")).orElseThrow())
                .isInstanceOfSatisfying(
                        WriteOutcome.Repeated.class,
                        repeated -> assertThat(repeated.decisionId()).isEqualTo(atHome.decisionId()));
    }

    @Test
    void aHomeThatDoesNotTakeThePersonGetsNothingAndNothingIsLost() {
        home.cell().writer().write(CellFixture.write("u-1", "before"));
        home.database()
                .transact(connection ->
                        connection.createStatement().executeUpdate("UPDATE account SET state = 'ERASING'"));
        var one = sheltered("u-1", "one", "k-1");
        assertThat(bring("u-1")).isZero();
        assertThat(text(shelter, one.decisionId())).isEqualTo("one");
    }

    @Test
    void shelterIsGivenInTheJurisdictionAloneAndLoggedWhereItIsGiven() {
        var open = gate.shelter(crossing(HOME, SHELTER, "continuity"));
        open.check(HOME, SHELTER, DataKind.CONTENT);
        assertThat(open.id()).startsWith("eu-central-1.t.");
        assertThatThrownBy(() -> gate.shelter(crossing(new RegionId("uk"), SHELTER, "continuity")))
                .isInstanceOfSatisfying(
                        CrossingRefused.class,
                        refused -> assertThat(refused.reasons())
                                .extracting(Reason::code)
                                .containsExactly("another_jurisdiction"));
    }

    @Test
    void editsComeHomeEachWithItsWords() {
        var write = sheltered("u-1", "as written", "k-1");
        var edit = EditTest.edit(write.author(), write.decisionId(), "as edited", key("k-2", "edit"));
        assertThat(shelter.cell().writer().edit(edit)).isInstanceOf(EditOutcome.Edited.class);
        assertThat(bring("u-1")).isEqualTo(1);
        isAllHome(write, "as written");
        assertThat(text(home, edit.decisionId())).isEqualTo("as edited");
        assertThat(home.cell().writer().edit(EditTest.edit("u-1", edit.decisionId(), "at home again")))
                .isInstanceOfSatisfying(
                        EditOutcome.Edited.class,
                        edited -> assertThat(edited.revision()).isEqualTo(3));
        assertThat(home.cell().reader().earlier(key("k-2", "edit")))
                .hasValueSatisfying(earlier -> assertThat(earlier).isInstanceOf(WriteOutcome.Repeated.class));
    }

    @Test
    void whatIsEditedOrDeletedWhileItComesHomeIsNotLost() throws Exception {
        var edited = sheltered("u-1", "edited meanwhile", "k-1");
        var deleted = sheltered("u-1", "deleted meanwhile", "k-2");
        var read = shelter.cell().shelter().contents(HOME, account("u-1"), 10);
        failOn(shelter, "DELETE", "content");
        assertThatThrownBy(() -> bring("u-1")).isInstanceOf(RuntimeException.class);
        execute(shelter, "DROP TRIGGER killed ON content");
        shelter.cell().writer().edit(EditTest.edit(edited.author(), edited.decisionId(), "the newest", null));
        shelter.cell().deleteOfGuest(deleted.name(), "eu-central-1.e.1", CellFixture.NOW);
        for (var content : read)
            assertThat(shelter.cell().shelter().release(account("u-1"), content, HOME))
                    .as("as it was read before")
                    .isFalse();
        assertThat(bring("u-1")).isEqualTo(2);
        assertThat(new String(
                        home.cell()
                                .reader()
                                .screening(edited.screeningId())
                                .orElseThrow()
                                .payload()
                                .orElseThrow()
                                .content(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("the newest");
        assertThat(text(home, deleted.decisionId())).as("deleted").isEmpty();
        assertThat(shelter.cell().reader().screening(edited.screeningId())).isEmpty();
    }

    /** It had come home already, and the author deleted it there while the shelter was away. */
    @Test
    void whatWasDeletedAtHomeMeanwhileIsNotBroughtAgain() throws Exception {
        var one = sheltered("u-1", "one", "k-1");
        var two = sheltered("u-1", "two", "k-2");
        failOn(shelter, "DELETE", "content");
        assertThatThrownBy(() -> bring("u-1")).isInstanceOf(RuntimeException.class);
        execute(shelter, "DROP TRIGGER killed ON content");
        assertThat(home.cell().delete(one.name(), "eu-west-1.e.deleted", CellFixture.NOW))
                .isInstanceOf(ContentDeletion.Outcome.Deleted.class);
        assertThat(bring("u-1")).isEqualTo(1);
        assertThat(text(home, one.decisionId())).as("deleted").isEmpty();
        assertThat(shelter.cell().reader().screening(one.screeningId())).isEmpty();
        isAllHome(two, "two");
    }
}
