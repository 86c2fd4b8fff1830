package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rescan that is stopped, killed or fails, and runs on. */
class RescanRestartTest extends InMemoryRescan {
    @Test
    void runsOnFromWhereItWasStopped() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 700) desk.stop("rescan");
        };
        var stopped = run(second("partitions", "2"));
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.done()).isBetween(1L, CONTENTS - 1L);
        assertThat(stopped.fraction()).isBetween(0.01, 0.99);
        assertThat(cells.get(WEST).events()).isEmpty();

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
        assertThat(desk.restart("rescan")).isEqualTo(new JobStart.NothingToRestart("rescan"));
    }

    /** After which re-decision the process dies: inside a chunk, at its end, in the last one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 150, 300, 301, 900, 1800, 2399, 2400})
    void killedAnywhereAndRestartedEndsAsIfUndisturbed(int redecision) {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        cell.afterRedecision = nth -> {
            if (nth == redecision) mortal.kill();
            if (nth >= redecision) throw new IllegalStateException("killed");
        };
        assertThat(doomed.run("rescan", second("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("rescan").orElseThrow().status() == Status.INTERRUPTED);
        cell.afterRedecision = _ -> {};

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void killedBetweenChunksAndRestartedEndsAsIfUndisturbed() {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        cell.beforePage = from -> {
            if (from == 2_500) mortal.kill();
        };
        assertThat(doomed.run("rescan", second("partitions", "1"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("rescan").orElseThrow().status() == Status.INTERRUPTED);
        cell.beforePage = _ -> {};
        assertThat(desk.status("rescan").orElseThrow().done()).isEqualTo(2_500);

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void killedBeforeTheSummaryLeavesOneLogEntry() {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        assertThat(doomed.run("rescan", second())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> !cell.events().isEmpty());
        mortal.kill();
        // The process may just have managed to write its last word.
        if (JobAwait.end(desk, "rescan").status() != Status.COMPLETED)
            assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void waitsForADatabaseThatComesBack() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 100 || nth == 400) throw new DatabaseUnavailableException("away", null);
        };
        cells.get(WEST).beforePage = new java.util.function.LongConsumer() {
            private int failures = 2;

            @Override
            public synchronized void accept(long from) {
                if (failures-- > 0) throw new DatabaseUnavailableException("away", null);
            }
        };
        isAsUndisturbed(run(second()));
    }

    @Test
    void failsWithTheReasonAndRunsOnLater() {
        cells.get(WEST).beforeRedecision = nth -> {
            if (nth == 1_000) throw new IllegalStateException("something broke");
        };
        var failed = run(second());
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failures())
                .as("the kind and the place: what it says may quote what it failed on")
                .anySatisfy(failure -> assertThat(failure)
                        .contains("java.lang.IllegalStateException at io.gatehouse.jobs.rescan.")
                        .doesNotContain("something broke"));
        assertThat(kept(control)).as("nor is it kept").isNotEmpty().noneMatch(each -> each.contains("something broke"));
        cells.get(WEST).beforeRedecision = _ -> {};

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    /** What the control database keeps of failures. */
    private static List<String> kept(Database control) {
        return control.read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement("SELECT exit_message FROM batch_step_execution"
                            + " UNION ALL SELECT exit_message FROM batch_job_execution"
                            + " UNION ALL SELECT message FROM job_alert");
                    var rows = select.executeQuery()) {
                while (rows.next()) found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        });
    }

    @Test
    void refusesASecondRunHereAndElsewhere() throws Exception {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        cells.get(WEST).beforePage = _ -> {
            reached.countDown();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var elsewhere = desk(control);
        assertThat(desk.run("rescan", second())).isInstanceOf(JobStart.Started.class);
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.run("rescan", second())).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.run("rescan", second())).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.restart("rescan")).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.status("rescan").orElseThrow().status()).isEqualTo(Status.RUNNING);
        go.countDown();
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void refusesToRunOnUnderOtherPolicies() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 10) desk.stop("rescan");
        };
        assertThat(run(second("partitions", "1")).status()).isEqualTo(Status.STOPPED);
        TestPolicies.write(directory.resolve("second"), "2b", TestPolicies.rule("table", TestPolicies.REMOVED));
        assertThat(desk.restart("rescan"))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults().getFirst().message())
                                .contains("not what the run began with"));
        // The refusal let go of the lock.
        assertThat(run(second("dry_run", "true")).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void opensTheSameControlDatabaseAgain() {
        run(second());
        desk.close();
        desk = desk(control);
        assertThat(desk.status("rescan").orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(desk.runs("rescan", 10)).hasSize(1);
    }
}
