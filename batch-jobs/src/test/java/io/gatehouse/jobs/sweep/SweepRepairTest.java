package io.gatehouse.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.migration.BritonsInIreland;
import io.gatehouse.residency.cell.Misplacement;
import io.gatehouse.residency.cell.MisplacementCase;
import io.gatehouse.residency.cell.MisplacementCase.State;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proved migration left behind is removed when somebody says so; all else is a case for people. Real parts. */
class SweepRepairTest {
    private static final ObjectKey STRANGER = new ObjectKey("media/stranger");

    @TempDir
    Path home;

    private BritonsInIreland cells;
    private JobDesk desk;
    private ObjectKey moved;
    private AccountRef anna;

    /** Anna has moved to Britain; then an object and a row of hers, and an object of nobody's, lie in Ireland again. */
    @BeforeEach
    void leaveThingsBehind() {
        cells = new BritonsInIreland(home);
        desk = cells.desk(new RegionJob(
                new SweepJob(cells, cells.directory, Clock.systemUTC()),
                cells,
                ScreeningPace.IDLE,
                new SplittableRandom(3),
                Clock.systemUTC()));
        cells.settle("anna", 1);
        moved = cells.picture("anna", "annaspicture");
        anna = cells.directory.refOf("anna");
        desk.run("migration", Map.of("region", "eu-west-1"));
        assertThat(JobAwait.end(desk, "migration").status()).isEqualTo(Status.COMPLETED);
        assertThat(cells.homeOf("anna")).contains(BritonsInIreland.BRITAIN);
        putBack(moved, Duration.ofDays(3));
        putBack(STRANGER, Duration.ofDays(3));
        note(anna);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        cells.close();
    }

    private void putBack(ObjectKey key, Duration age) {
        try {
            cells.ireland.store().put(key, new ByteArrayInputStream(new byte[] {1, 2, 3}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var files = Files.walk(home.resolve("eu-west-1/objects"))) {
            var file = files.filter(each -> each.toString().contains(key.value()))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(AccountRef account) {
        int _ = cells.ireland.cell().transact(transaction -> {
            try (var insert = transaction
                    .connection()
                    .prepareStatement("INSERT INTO account_notes (account_ref, topic, sealed_notes) VALUES (?, 'MARKS',"
                            + " '\\x00')")) {
                insert.setBytes(1, account.digest());
                return insert.executeUpdate();
            }
        });
    }

    private JobProgress sweep(String... parameters) {
        var asked = new java.util.TreeMap<String, String>();
        for (int i = 0; i < parameters.length; i += 2) asked.put(parameters[i], parameters[i + 1]);
        assertThat(desk.run("sweep", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "sweep");
        assertThat(end.status()).as(end.failures().toString()).isEqualTo(Status.COMPLETED);
        return end;
    }

    private List<MisplacementCase> cases(State state) {
        return cells.ireland.cell().sweep().cases(Optional.of(state), 100);
    }

    private static List<String> what(List<MisplacementCase> cases) {
        return cases.stream().map(each -> each.misplacement().what()).sorted().toList();
    }

    /** Entries of the log about misplacements, as text. */
    private List<String> entries() {
        cells.ireland.cell().signCheckpoint();
        assertThat(new LogVerifier(cells.ireland.cell().log().verifierKey())
                        .verify(cells.ireland.cell().log(), Optional.empty())
                        .fault())
                .isEmpty();
        return cells.ireland.cell().read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement(
                            "SELECT convert_from(entry, 'UTF8') FROM log_entry ORDER BY log_index");
                    var rows = select.executeQuery()) {
                while (rows.next()) if (rows.getString(1).contains("\"misplacement\"")) found.add(rows.getString(1));
            }
            return found;
        });
    }

    private List<List<String>> everything() {
        var objects = new ArrayList<String>();
        for (var end : List.of(cells.ireland, cells.britain))
            end.store().all("").forEachRemaining(each -> objects.add(end.region() + " " + each));
        return List.of(cells.rows(cells.ireland), cells.rows(cells.britain), objects);
    }

    @Test
    void aDryRunChangesNothingThenAllAreCasesThenWhatAMigrationLeftIsRemoved() {
        var before = everything();
        var end = sweep();
        assertThat(end.summary().toString())
                .contains("foreign_object=1", "orphan_object=1", "leftover_rows=1", "repairable=1", "dry_run=true");
        assertThat(everything()).isEqualTo(before);
        assertThat(desk.run("sweep", Map.of("repair", "true")))
                .as("repairing is no dry run")
                .isInstanceOf(JobStart.Refused.class);

        sweep("dry_run", "false");
        assertThat(what(cases(State.OPEN))).containsExactly("account_notes", moved.value(), STRANGER.value());
        assertThat(cells.ireland.store().head(moved)).isPresent();
        assertThat(cells.ireland.cell().sweep().leftovers()).hasSize(1);
        assertThat(entries()).hasSize(3).allMatch(each -> each.contains("\"repaired\":false"));

        assertThat(sweep("dry_run", "false", "repair", "true").summary().toString())
                .contains("repaired=1");
        assertMended();
        assertThat(entries()).as("found three times, put right twice").hasSize(5);
        sweep("dry_run", "false", "repair", "true");
        assertThat(entries()).as("nothing is new").hasSize(5);
    }

    private void assertMended() {
        assertThat(cells.ireland.store().head(moved)).isEmpty();
        assertThat(cells.britain.store().head(moved))
                .as("what is at home stays")
                .isPresent();
        assertThat(what(cases(State.REPAIRED))).containsExactly("account_notes", moved.value());
        assertThat(cells.ireland.store().head(STRANGER))
                .as("nobody proved that it is nobody's")
                .isPresent();
        assertThat(what(cases(State.OPEN))).contains(STRANGER.value());
        assertThat(entries().stream().filter(each -> each.contains("\"repaired\":true")))
                .hasSize(2);
    }

    /** Rows of somebody of whom no finished migration is on record are never removed, nor media of somebody who came back. */
    @Test
    void whatNoMigrationProvesIsACaseThoughRepairingIsAllowed() {
        var unknown = cells.directory.refOf("nobody ever heard of");
        note(unknown);
        sweep("dry_run", "false", "repair", "true");
        assertMended();
        assertThat(cases(State.OPEN))
                .extracting(each -> each.misplacement().account())
                .contains(unknown);
        assertThat(cells.ireland.cell().sweep().leftovers())
                .extracting(each -> each.account())
                .containsExactly(unknown);

        putBack(moved, Duration.ZERO);
        Instant now = Instant.now();
        var sweep = new RegionSweep(cells.ireland, cells, cells.directory, now, now.minus(Duration.ofDays(1)));
        var comesBack = new Misplacement(Misplacement.Kind.FOREIGN_OBJECT, moved.value(), null, true);
        assertThat(sweep.mend(comesBack)).as("it came after the sweep looked").isFalse();
        assertThat(cells.ireland.store().head(moved)).isPresent();
    }
}
