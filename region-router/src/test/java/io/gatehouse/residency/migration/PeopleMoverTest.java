package io.gatehouse.residency.migration;

import static io.gatehouse.residency.migration.TwoCells.BRITAIN;
import static io.gatehouse.residency.migration.TwoCells.IRELAND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.PersonRemoval.Range;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.log.LogEntry;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People move between two real cells: nothing is lost, nothing is left, nothing is written in the old home. */
class PeopleMoverTest {
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
    void everythingIsAtTheNewHomeAndNothingAtTheOld() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        cells.settle(cells.ireland, "bert", 2);
        String before = anna(cells.ireland);
        String others = cells.everythingOf(cells.ireland, "bert", cells.ireland, 2);

        var outcome = cells.move("anna", "m-1", (_, _) -> {});

        assertThat(outcome).isInstanceOfSatisfying(MoveOutcome.Moved.class, moved -> {
            assertThat(moved.counts().contents()).isEqualTo(MESSAGES);
            assertThat(moved.counts().decisions()).isEqualTo(MESSAGES + 1);
            assertThat(moved.counts().keys()).isEqualTo(MESSAGES);
            assertThat(moved.counts().media()).isEqualTo(2);
        });
        assertThat(anna(cells.britain)).isEqualTo(before);
        assertThat(cells.everythingOf(cells.ireland, "bert", cells.ireland, 2)).isEqualTo(others);
        assertThat(cells.directory.find(cells.directory.refOf("anna"))).contains(new AccountHome(BRITAIN, 2));
        assertNothingIsLeft("anna");
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }

    private void assertNothingIsLeft(String person) {
        assertNothingIsLeft(cells, person);
    }

    /** In the Irish cell. */
    static void assertNothingIsLeft(TwoCells cells, String person) {
        var account = cells.directory.refOf(person);
        var remains = cells.ireland.cell().removal().remains(account, new Range(0, Long.MAX_VALUE / 2));
        assertThat(remains.keySet()).as("what the old cell still has").isSubsetOf("account", "departure");
        assertThat(cells.ireland.cell().reader().account(account).orElseThrow().state())
                .isEqualTo(AccountState.MOVED);
        assertThat(cells.ireland.cell().reader().personKey(account)).isEmpty();
        assertThat(cells.ireland.store().list("media/" + person, 10).objects()).isEmpty();
        assertThat(dump(cells.irish))
                .as("a row that names the person")
                .allMatch(row ->
                        !row.contains(account.toString()) || row.startsWith("account") || row.startsWith("departure"));
    }

    /** Every row of every table as text, its table first. */
    static List<String> dump(io.gatehouse.residency.database.Database database) {
        return database.read(connection -> {
            var rows = new ArrayList<String>();
            var tables = new ArrayList<String>();
            try (var select =
                            connection.prepareStatement("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
                    var found = select.executeQuery()) {
                while (found.next()) tables.add(found.getString(1));
            }
            for (var table : tables)
                try (var select = connection.prepareStatement("SELECT t::text FROM " + table + " t");
                        var found = select.executeQuery()) {
                    while (found.next()) rows.add(table + " " + found.getString(1));
                }
            return rows;
        });
    }

    @Test
    void nothingIsSealedUnderTheOldKeyAndTheNewOneIsNew() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        var account = cells.directory.refOf("anna");
        var oldKey = cells.ireland.cell().reader().personKey(account).orElseThrow();
        cells.move("anna", "m-1", (_, _) -> {});
        var newKey = cells.britain.cell().reader().personKey(account).orElseThrow();
        assertThat(newKey.commit(new byte[] {1})).isNotEqualTo(oldKey.commit(new byte[] {1}));
        // And back: a third key, never the first one again.
        var back = cells.mover((_, _) -> {})
                .move(
                        cells.britain,
                        cells.ireland,
                        () -> cells.passage(cells.britain, cells.ireland, "IE"),
                        List.of(new PeopleMover.Mover("m-2", account, 2)));
        assertThat(back.get(account)).isInstanceOf(MoveOutcome.Moved.class);
        var again = cells.ireland.cell().reader().personKey(account).orElseThrow();
        assertThat(again.commit(new byte[] {1})).isNotEqualTo(oldKey.commit(new byte[] {1}));
        assertThat(again.commit(new byte[] {1})).isNotEqualTo(newKey.commit(new byte[] {1}));
        assertThat(cells.directory.find(account)).contains(new AccountHome(IRELAND, 3));
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }

    @Test
    void whoComesBackFindsEverythingAgain() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var account = cells.directory.refOf("anna");
        cells.move("anna", "m-1", (_, _) -> {});
        cells.mover((_, _) -> {})
                .move(
                        cells.britain,
                        cells.ireland,
                        () -> cells.passage(cells.britain, cells.ireland, "IE"),
                        List.of(new PeopleMover.Mover("m-2", account, 2)));
        assertThat(anna(cells.ireland)).isEqualTo(before);
        assertThat(cells.britain.cell().reader().personKey(account)).isEmpty();
    }

    @Test
    void writesAreRefusedWhileMovingAndNeverPlacedInTheOldHome() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        var refused = new HashSet<Boundary>();
        var authorBefore = cells.author(cells.ireland, "anna");
        cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary == Boundary.PASSED) return;
            var there = cells.say(cells.ireland, "anna", "during-" + boundary);
            assertThat(there).as("written to the old home at " + boundary).isInstanceOf(WriteOutcome.StaleHome.class);
            refused.add(boundary);
        });
        assertThat(refused).contains(Boundary.PREPARED, Boundary.PAGE_COPIED, Boundary.SWITCHED, Boundary.PROVED);
        assertThat(cells.say(cells.ireland, "anna", "late")).isInstanceOf(WriteOutcome.StaleHome.class);
        assertThat(cells.say(cells.britain, "anna", "new")).isInstanceOf(WriteOutcome.Written.class);
        assertThat(authorBefore.homeEpoch()).isEqualTo(1);
    }

    @Test
    void isReadableAtEveryMoment() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        var seen = new HashSet<Boundary>();
        cells.move("anna", "m-1", (boundary, _) -> {
            assertThat(anna(homeNow())).as("readable at " + boundary).isEqualTo(before);
            seen.add(boundary);
        });
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private CellEnd homeNow() {
        var account = cells.directory.refOf("anna");
        var home = cells.directory.findNow(List.of(account)).get(account);
        return home.region().equals(IRELAND) ? cells.ireland : cells.britain;
    }

    @Test
    void oldIdsSayWhereTheyAreFound() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        cells.move("anna", "m-1", (_, _) -> {});
        var departures = cells.ireland.cell().departures();
        for (var id : List.of(
                "eu-west-1.d.anna-0", "eu-west-1.d.anna-0-again", "eu-west-1.s.anna-3", "eu-west-1.m.anna-small")) {
            assertThat(departures.movedTo(id)).as(id).contains(BRITAIN);
        }
        assertThat(departures.movedTo("eu-west-1.d.never")).isEmpty();
    }

    @Test
    void newEntriesNameTheOldOnesAndCommitUnderTheNewKey() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        long old = cells.ireland
                .cell()
                .reader()
                .decision("eu-west-1.d.anna-3")
                .orElseThrow()
                .index();
        byte[] oldEntry = entry(cells.irish, old);
        cells.move("anna", "m-1", (_, _) -> {});
        var account = cells.directory.refOf("anna");
        long now = cells.britain
                .cell()
                .reader()
                .decision("eu-west-1.d.anna-3")
                .orElseThrow()
                .index();
        var entry = LogEntry.parse(entry(cells.british, now));
        assertThat(entry.kind()).isEqualTo("decision-moved");
        assertThat(entry.evidence().facts().get("decision")).isEqualTo("eu-west-1.d.anna-3");
        assertThat(entry.evidence().facts().get("from_log")).isEqualTo("gatehouse.test/eu-west-1");
        assertThat(((Number) entry.evidence().facts().get("from_index")).longValue())
                .isEqualTo(old);
        assertThat(entry.evidence().facts().get("from_leaf")).isEqualTo(leaf(oldEntry));
        var key = cells.britain.cell().reader().personKey(account).orElseThrow();
        var salt = TwoCells.bytes("author\0" + entry.id() + "\0");
        var commitment = java.util.Arrays.copyOf(salt, salt.length + 32);
        System.arraycopy(account.digest(), 0, commitment, salt.length, 32);
        assertThat(entry.authorCommitment()).isEqualTo(key.commit(commitment));
        assertThat(kinds(cells.irish)).contains("migration-begun", "migration-left", "migration-proved", "transfer");
        assertThat(kinds(cells.british)).contains("migration-arrived");
    }

    /** RFC 6962, written anew. */
    private static String leaf(byte[] entry) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256");
            digest.update((byte) 0);
            return java.util.HexFormat.of().formatHex(digest.digest(entry));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] entry(io.gatehouse.residency.database.Database database, long index) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry WHERE log_index = " + index);
                    var row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        });
    }

    static Set<String> kinds(io.gatehouse.residency.database.Database database) {
        return database.read(connection -> {
            var kinds = new HashSet<String>();
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry");
                    var rows = select.executeQuery()) {
                while (rows.next()) kinds.add(LogEntry.parse(rows.getBytes(1)).kind());
            }
            return kinds;
        });
    }

    /** What a killed process leaves, without the cost of one: see MigrationKillTest for real kills. */
    @ParameterizedTest
    @EnumSource(
            names = {"PASSED", "OPENED", "PAGE_COPIED", "SWITCHED", "ARRIVED", "ROWS_REMOVED", "GIVEN_UP", "WITHDRAWN"})
    void isResumedFromBoundaries(Boundary at) {
        isResumedFrom(at);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PASSED", "OPENED", "PAGE_COPIED", "SWITCHED", "ARRIVED", "ROWS_REMOVED", "GIVEN_UP", "WITHDRAWN"})
    void isResumedFromEveryOtherBoundary(Boundary at) {
        isResumedFrom(at);
    }

    private void isResumedFrom(Boundary at) {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = anna(cells.ireland);
        boolean undoes = at.compareTo(Boundary.GIVEN_UP) >= 0;
        if (undoes) cells.ireland.store().delete(new ObjectKey("media/anna-large"));
        assertThatThrownBy(() -> cells.move("anna", "m-1", (boundary, _) -> {
                    if (boundary == at) throw new IllegalStateException("killed at " + at);
                }))
                .hasMessage("killed at " + at);
        if (at == Boundary.PASSED)
            assertThat(cells.move("anna", "m-1", (_, _) -> {})).isInstanceOf(MoveOutcome.Moved.class);
        else cells.resume((_, _) -> {});
        assertThat(cells.ireland.cell().departures().underWay(10)).isEmpty();
        var departure = cells.ireland.cell().departures().find("m-1").orElseThrow();
        if (undoes) {
            assertThat(departure.state()).isEqualTo(Departure.State.STAYED);
            assertThat(cells.britain.cell().reader().account(cells.directory.refOf("anna")))
                    .isEmpty();
            assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
        } else {
            assertThat(departure.state()).isEqualTo(Departure.State.GONE);
            assertThat(anna(cells.britain)).isEqualTo(before);
            assertNothingIsLeft("anna");
        }
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }

    @Test
    void aSlowWorkerCannotMoveSomeoneWhoseMoveWasUndone() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        var account = cells.directory.refOf("anna");
        // The first worker stalls just before the switch; another finds the gate closed and undoes.
        var outcome = cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary != Boundary.VERIFIED) return;
            var departure = cells.ireland.cell().departures().find("m-1").orElseThrow();
            new Undoing(cells.directory, (_, _) -> {}, java.time.Clock.systemUTC())
                    .undo(cells.ireland, cells.britain, departure, "the gate refuses");
        });
        assertThat(outcome).isInstanceOf(MoveOutcome.Stayed.class);
        assertThat(cells.directory.findNow(List.of(account))).isEqualTo(Map.of(account, new AccountHome(IRELAND, 2)));
        assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
    }

    @Test
    void anotherWorkerLeavesAloneWhatIsBeingWorkedOn() {
        cells.settle(cells.ireland, "anna", MESSAGES);
        var account = cells.directory.refOf("anna");
        var other = new ArrayList<MoveOutcome>();
        cells.move("anna", "m-1", (boundary, _) -> {
            if (boundary != Boundary.PAGE_COPIED) return;
            other.add(cells.mover((_, _) -> {})
                    .resume(
                            cells.ireland,
                            cells.britain,
                            () -> cells.passage(cells.ireland, cells.britain, "GB"),
                            cells.ireland.cell().departures().underWay(10))
                    .get(account));
        });
        assertThat(other).containsExactly(new MoveOutcome.WithAnother("m-1"));
        assertThat(cells.move("anna", "m-2", (_, _) -> {}))
                .isEqualTo(new MoveOutcome.NotAtHome(Optional.of(AccountState.MOVED)));
    }

    @Test
    void manyPeopleShareTheSteps() {
        var people = new ArrayList<PeopleMover.Mover>();
        var before = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            String person = "p" + i;
            int messages = 1 + i * 20 % 41;
            cells.settle(cells.ireland, person, messages);
            before.add(cells.everythingOf(cells.ireland, person, cells.ireland, messages));
            people.add(new PeopleMover.Mover("m-" + i, cells.directory.refOf(person), 1));
        }
        cells.ireland.store().delete(new ObjectKey("media/p5-large"));
        var pages = new HashSet<String>();
        var outcome = cells.mover((boundary, id) -> {
                    if (boundary == Boundary.PAGE_COPIED) pages.add(id);
                })
                .move(cells.ireland, cells.britain, () -> cells.passageForAll(12), people);
        assertThat(pages).hasSize(12);
        for (int i = 0; i < 12; i++) {
            var result = outcome.get(cells.directory.refOf("p" + i));
            if (i == 5) {
                assertThat(result).isInstanceOf(MoveOutcome.Stayed.class);
                continue;
            }
            assertThat(result).as("p" + i).isInstanceOf(MoveOutcome.Moved.class);
            assertThat(cells.everythingOf(cells.britain, "p" + i, cells.ireland, 1 + i * 20 % 41))
                    .isEqualTo(before.get(i));
        }
        assertThat(cells.ireland.cell().reader().counts().contents()).isEqualTo(1 + 5 * 20 % 41);
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }
}
