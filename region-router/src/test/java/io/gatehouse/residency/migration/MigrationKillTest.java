package io.gatehouse.residency.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.cell.PersonRemoval.Range;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.OtherProcess;
import io.gatehouse.residency.database.TestServer;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** {@code kill -9} at the boundaries of a migration: readable meanwhile, resumed, nothing lost, nothing left behind. */
class MigrationKillTest {
    private static final int MESSAGES = 5;
    private static final int KILLED = 128 + 9;
    /** Of a second for the work, and the start of a JVM on a busy machine. */
    private static final int SECONDS_AT_MOST = 300;

    @TempDir
    Path home;

    private final Database irish = TestServer.newCell(TwoCells.IRELAND.value(), 4);
    private final Database british = TestServer.newCell(TwoCells.BRITAIN.value(), 4);
    private final Database control = TestServer.newControl(4);
    private TwoCells cells;

    @BeforeEach
    void open() {
        cells = new TwoCells(home, irish, british, control);
    }

    @AfterEach
    void close() {
        cells.close();
    }

    @ParameterizedTest
    @EnumSource(names = "SWITCHED")
    void aKilledProcessLosesNothing(Boundary at) throws Exception {
        killAndCheck(at, null);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void aProcessKilledAtAnyBoundaryLosesNothing(Boundary at) throws Exception {
        killAndCheck(at, null);
    }

    /** The process that carries on is killed as well, one boundary later. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PASSED", "PROVED", "STAYED"})
    void twoKilledProcessesLoseNothing(Boundary at) throws Exception {
        killAndCheck(at, Boundary.values()[at.ordinal() + 1]);
    }

    private void killAndCheck(Boundary at, @org.jspecify.annotations.Nullable Boundary then) throws Exception {
        cells.settle(cells.ireland, "anna", MESSAGES);
        String before = all(cells.ireland);
        boolean undoes = at.compareTo(Boundary.GIVEN_UP) >= 0;
        // What stops a migration before its switch: an object that its home has lost.
        if (undoes) cells.ireland.store().delete(new ObjectKey("media/anna-large"));
        assertThat(run("move", at)).isEqualTo(KILLED);
        if (!undoes) assertThat(all(homeNow())).as("readable after the kill").isEqualTo(before);
        if (then != null && then != Boundary.GIVEN_UP) {
            // Two boundaries are of pages that were copied already, or of objects: then nothing kills.
            assertThat(run("resume", then)).isIn(KILLED, 0);
            if (!undoes)
                assertThat(all(homeNow())).as("readable after two kills").isEqualTo(before);
        }
        if (at == Boundary.PASSED) cells.move("anna", "m-1", (_, _) -> {});
        else cells.resume((_, _) -> {}, () -> cells.passage(cells.ireland, cells.britain, "GB"), 2);
        check(before, undoes);
    }

    private void check(String before, boolean undoes) {
        var account = cells.directory.refOf("anna");
        assertThat(cells.ireland.cell().departures().underWay(10)).isEmpty();
        // The epoch rose in a process that is gone: here, as on any node, the directory is asked again.
        cells.directory.forget(account);
        var state = cells.ireland.cell().departures().find("m-1").orElseThrow().state();
        if (undoes) {
            assertThat(state).isEqualTo(Departure.State.STAYED);
            assertThat(cells.britain.cell().reader().account(account)).isEmpty();
            assertThat(cells.britain.store().list("", 10).objects()).isEmpty();
            assertThat(cells.say(cells.ireland, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
        } else {
            assertThat(state).isEqualTo(Departure.State.GONE);
            assertThat(all(cells.britain)).isEqualTo(before);
            assertThat(cells.ireland
                            .cell()
                            .removal()
                            .remains(account, new Range(0, Long.MAX_VALUE / 2))
                            .keySet())
                    .isSubsetOf("account", "departure");
            assertThat(cells.ireland
                            .cell()
                            .reader()
                            .account(account)
                            .orElseThrow()
                            .state())
                    .isEqualTo(AccountState.MOVED);
            assertThat(cells.ireland.store().list("", 10).objects()).isEmpty();
            assertThat(cells.say(cells.britain, "anna", "again")).isInstanceOf(WriteOutcome.Written.class);
        }
        assertThat(cells.logFault(cells.ireland)).isEmpty();
        assertThat(cells.logFault(cells.britain)).isEmpty();
    }

    private String all(CellEnd end) {
        return cells.everythingOf(end, "anna", cells.ireland, MESSAGES);
    }

    private CellEnd homeNow() {
        var account = cells.directory.refOf("anna");
        RegionId region = cells.directory.findNow(List.of(account)).get(account).region();
        return region.equals(TwoCells.IRELAND) ? cells.ireland : cells.britain;
    }

    private int run(String what, Boundary at) throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dgatehouse.home=" + System.getProperty("gatehouse.home", ".."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigrationVictim.class.getName(),
                        home.toString(),
                        what,
                        at.name())
                .inheritIO();
        for (var each :
                Map.of("IRISH", irish, "BRITISH", british, "CONTROL", control).entrySet())
            process.environment().putAll(OtherProcess.environment(each.getKey(), each.getValue()));
        var started = process.start();
        try {
            assertThat(started.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS))
                    .as("the process ended")
                    .isTrue();
            return started.exitValue();
        } finally {
            started.destroyForcibly();
        }
    }
}
