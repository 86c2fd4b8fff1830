package io.gatehouse.jobs.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.migration.Boundary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everyone of a region moves, on real cells under the shipped law. */
class MoveEveryoneTest {
    private static final Map<String, String> WHERE = Map.of("region", "eu-west-1", "partitions", "1");

    @TempDir
    Path home;

    private BritonsInIreland cells;
    private JobDesk desk;

    @BeforeEach
    void open() {
        cells = new BritonsInIreland(home);
        desk = cells.desk();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        cells.close();
    }

    private static Map<String, String> where(String... more) {
        var parameters = new TreeMap<>(WHERE);
        for (int i = 0; i < more.length; i += 2) parameters.put(more[i], more[i + 1]);
        return parameters;
    }

    private void settle(int people) {
        // At once, so that they share commits.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                String person = "p" + i;
                threads.execute(() -> cells.settle(person, 2));
            }
        }
    }

    @Test
    void aRehearsalCountsEveryoneAndChangesNothing() {
        settle(5);
        var before = List.of(cells.rows(cells.ireland), cells.rows(cells.britain));
        assertThat(desk.run("migration", where("dry_run", "true", "to", "uk"))).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "migration");
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.summary().toString()).contains("people_to={uk=5}", "contents=10", "estimated_seconds");
        assertThat(List.of(cells.rows(cells.ireland), cells.rows(cells.britain)))
                .isEqualTo(before);
        for (int i = 0; i < 5; i++) assertThat(cells.homeOf("p" + i)).contains(BritonsInIreland.IRELAND);
    }

    /** More people than share a chunk; the run is stopped inside the first and runs on later. */
    @Test
    void whatWasStoppedRunsOnWhereItStopped() {
        settle(MovingPass.CHUNK_SIZE + 20);
        var arrived = new ConcurrentSkipListSet<String>();
        var twice = new ArrayList<String>();
        cells.watch = (boundary, id) -> {
            if (boundary == Boundary.ARRIVED && !arrived.add(id)) twice.add(id);
            if (boundary == Boundary.PREPARED) desk.stop("migration");
        };
        desk.run("migration", WHERE);
        assertThat(JobAwait.end(desk, "migration").status()).isEqualTo(Status.STOPPED);
        assertThat(arrived).as("a chunk under way is brought to its end").hasSize(MovingPass.CHUNK_SIZE);
        assertThat(cells.ireland.cell().departures().underWay(10)).isEmpty();
        cells.watch = (boundary, id) -> {
            if (boundary == Boundary.ARRIVED && !arrived.add(id)) twice.add(id);
        };
        assertThat(desk.restart("migration")).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "migration");
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.summary().toString()).contains("people_to={uk=" + (MovingPass.CHUNK_SIZE + 20) + "}");
        assertThat(arrived).hasSize(MovingPass.CHUNK_SIZE + 20);
        assertThat(twice).isEmpty();
        assertThat(cells.britain.cell().reader().counts().contents()).isEqualTo(2L * (MovingPass.CHUNK_SIZE + 20));
        assertThat(cells.ireland.cell().reader().counts().contents()).isZero();
    }

    /** People go on writing, with whatever home they last heard of: all that was acknowledged is there, once. */
    @Test
    void writingGoesOnWhileEveryoneMoves() throws Exception {
        int people = 12;
        settle(people);
        var written = new ConcurrentSkipListMap<String, String>();
        var refused = new ConcurrentSkipListSet<String>();
        var moved = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<java.util.concurrent.Future<?>>();
            for (int i = 0; i < people; i++) {
                String person = "p" + i;
                writers.add(threads.submit(() -> write(person, moved, written, refused)));
            }
            desk.run("migration", WHERE);
            assertThat(JobAwait.end(desk, "migration").status()).isEqualTo(Status.COMPLETED);
            moved.set(true);
            for (var writer : writers) writer.get();
        }
        assertThat(refused)
                .as("somebody wrote with a home that was not theirs any more")
                .isNotEmpty();
        written.forEach((decision, text) -> {
            var stored = cells.britain.cell().reader().decision(decision).orElseThrow();
            assertThat(new String(stored.payload().orElseThrow().content(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(text);
            assertThat(cells.ireland.cell().reader().decision(decision)).isEmpty();
        });
        assertThat(cells.britain.cell().reader().counts().contents()).isEqualTo(written.size() + 2L * people);
        assertThat(cells.ireland.cell().reader().counts().contents()).isZero();
        for (int i = 0; i < people; i++)
            assertThat(cells.ireland
                            .cell()
                            .reader()
                            .account(cells.directory.refOf("p" + i))
                            .orElseThrow()
                            .state())
                    .isEqualTo(AccountState.MOVED);
    }

    /** As a node does that remembers homes: it asks again only when a cell refuses. Ends with a write at the new home. */
    private void write(String person, AtomicBoolean moved, Map<String, String> written, java.util.Set<String> refused) {
        var account = cells.directory.refOf(person);
        var known = cells.directory.findNow(List.of(account)).get(account);
        for (int n = 100; ; n++) {
            boolean isLast = moved.get();
            var end = cells.end(known.region());
            switch (cells.say(end, person, known.epoch(), Integer.toString(n))) {
                case WriteOutcome.Written _ ->
                    written.put(known.region() + ".d." + person + "-" + n, "text " + person + "-" + n);
                case WriteOutcome.StaleHome _ -> {
                    refused.add(person);
                    known = cells.directory.findNow(List.of(account)).get(account);
                    isLast = false;
                }
                case WriteOutcome.Repeated _, WriteOutcome.KeyReused _, WriteOutcome.ContentExists _ ->
                    throw new AssertionError("written twice: " + person + " " + n);
            }
            if (isLast) return;
        }
    }
}
