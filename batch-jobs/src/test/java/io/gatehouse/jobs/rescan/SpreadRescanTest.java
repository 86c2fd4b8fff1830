package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.spread.PartWorker;
import io.gatehouse.jobs.spread.SpreadParts;
import io.gatehouse.jobs.spread.Workers;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rescan whose parts are done by other processes, told of them by a real broker: as if one process had done it all. */
@Tag("long")
class SpreadRescanTest extends InMemoryRescan {
    private SpreadParts spread;
    private final List<PartWorker> workers = new ArrayList<>();

    @BeforeEach
    void openSpread() {
        desk.close();
        control = ControlDatabase.emptied();
        Migrations.control(control);
        spread = Workers.spread(control);
        desk = JobDesk.open(control, List.of(job(Optional.of(spread))));
    }

    @AfterEach
    void closeSpread() {
        workers.forEach(PartWorker::close);
        desk.close();
        spread.close();
    }

    private PartWorker worker(String name, Database database, int atOnce) {
        var worker = Workers.start(name, WEST, job(Optional.empty()), database, atOnce);
        workers.add(worker);
        return worker;
    }

    private Map<String, String> spreadSecond(String... more) {
        var asked = second(more);
        asked.put("spread", "true");
        return asked;
    }

    private JobProgress end() {
        return JobAwait.end(desk, "rescan");
    }

    @Test
    void workersDoTogetherWhatOneProcessWouldDo() {
        worker("first", control, 1);
        worker("second", control, 1);
        assertThat(desk.run("rescan", spreadSecond())).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(end());
    }

    @Test
    void aPartOfAKilledWorkerIsTakenOverWhereItWasSavedLast() {
        var mortal = new MortalDatabase(control);
        worker("doomed", mortal, 2);
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 700) mortal.kill();
            if (nth >= 700 && nth < 800) throw new IllegalStateException("killed");
        };
        assertThat(desk.run("rescan", spreadSecond("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(mortal::isKilled);
        cells.get(WEST).afterRedecision = _ -> {};
        worker("heir", control, 2);
        isAsUndisturbed(end());
    }

    @Test
    void aWorkerGivenUpForDeadWritesNothingWhenItWakes() throws Exception {
        var frozen = new FreezingDatabase(control);
        var zombie = worker("zombie", frozen, 1);
        var asleep = new CountDownLatch(1);
        var wake = new CountDownLatch(1);
        var isFirst = new AtomicBoolean(true);
        cells.get(WEST).afterRedecision = nth -> {
            if (nth != 900 || !isFirst.getAndSet(false)) return;
            frozen.freeze();
            asleep.countDown();
            awaitOrFail(wake);
        };
        assertThat(desk.run("rescan", spreadSecond("partitions", "1"))).isInstanceOf(JobStart.Started.class);
        awaitOrFail(asleep);
        worker("heir", control, 1);
        isAsUndisturbed(end());
        wake.countDown();
        frozen.thaw();
        JobAwait.until(() -> Workers.working(zombie) == 0);
        // It has gone on with its chunk, and nothing of that came through.
        isAsUndisturbed(desk.status("rescan").orElseThrow());
    }

    @Test
    void withoutWorkersOfItsRegionARunWaitsAndCanBeStopped() {
        var elsewhere = Workers.start("elsewhere", NORTH, job(Optional.empty()), control, 4);
        workers.add(elsewhere);
        assertThat(desk.run("rescan", spreadSecond())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> openParts() == 4);
        assertThat(Workers.working(elsewhere)).isZero();
        assertThat(desk.stop("rescan")).isTrue();
        var stopped = end();
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.done()).isZero();
        worker("late", control, 4);
        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(end());
    }

    /** As Batch leaves a part whose process died before it wrote its range. */
    @Test
    void aPartThatWasWrittenDownWithoutItsRangeFindsItAgain() {
        assertThat(desk.run("rescan", spreadSecond())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> openParts() == 4);
        assertThat(desk.stop("rescan")).isTrue();
        assertThat(end().status()).isEqualTo(Status.STOPPED);
        int forgotten = control.transact(connection -> {
            try (var statement = connection.prepareStatement(
                    "UPDATE batch_step_execution_context SET short_context = ?,"
                            + " serialized_context = NULL WHERE step_execution_id IN (SELECT step_execution FROM job_part)")) {
                statement.setString(1, "{\"@class\":\"java.util.HashMap\"}");
                return statement.executeUpdate();
            }
        });
        assertThat(forgotten).isEqualTo(4);
        worker("late", control, 4);
        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(end());
    }

    @Test
    void aWorkerThatIsClosedGivesBackWhatItHolds() throws Exception {
        var reached = new CountDownLatch(1);
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 500) reached.countDown();
        };
        var first = worker("first", control, 1);
        assertThat(desk.run("rescan", spreadSecond("partitions", "1"))).isInstanceOf(JobStart.Started.class);
        awaitOrFail(reached);
        first.close();
        worker("second", control, 1);
        isAsUndisturbed(end());
    }

    @Test
    void whereNothingIsSetUpNobodyMayAskForIt() {
        var alone = desk(control);
        var refused = alone.run("rescan", spreadSecond());
        assertThat(refused)
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        why -> assertThat(why.faults())
                                .singleElement()
                                .satisfies(
                                        fault -> assertThat(fault.parameter()).isEqualTo("spread")));
        alone.close();
    }

    private long openParts() {
        return control.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM job_part WHERE state = 'WAITING'")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A database whose transactions wait, as in a process that is stopped for a while: nothing it holds is prolonged. */
    private static final class FreezingDatabase implements Database {
        private final Database database;
        private volatile CountDownLatch thawed = new CountDownLatch(0);

        FreezingDatabase(Database database) {
            this.database = database;
        }

        void freeze() {
            thawed = new CountDownLatch(1);
        }

        void thaw() {
            thawed.countDown();
        }

        @Override
        public String name() {
            return database.name();
        }

        @Override
        public DataSource dataSource() {
            return database.dataSource();
        }

        @Override
        public DataSource migrator() {
            return database.migrator();
        }

        @Override
        public <R> R transact(Work<R> work) {
            awaitOrFail(thawed);
            return database.transact(work);
        }

        @Override
        public <R> R read(Work<R> work) {
            return database.read(work);
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
