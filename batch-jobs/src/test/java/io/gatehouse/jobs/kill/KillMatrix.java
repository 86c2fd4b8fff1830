package io.gatehouse.jobs.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.kill.KilledAtCommit.Moment;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Kills a job at its boundaries, lets it run on, and compares what there is then with what an undisturbed run leaves. Rounds
 * share a cell and a control database; what a round made is told by its number.
 */
public final class KillMatrix {
    private final Database control;
    /** Of all subjects: what one made is nobody else's. */
    private static int rounds;

    KillMatrix(Database control) {
        this.control = control;
    }

    /** One job, and something for it to do. */
    public interface Subject {
        /** Made anew for each process. */
        BatchJob job();

        /** @param control as the process has it: it may die with it */
        default BatchJob job(Database control) {
            return job();
        }

        /** A process has died: what it had in memory is gone. */
        default void died() {}

        /** Makes what the job goes through: the same in each round, but for the round's number. */
        void prepare(int round) throws Exception;

        Map<String, String> asked(int round);

        /** All that came of a round in one form, without its number, without ids that are drawn, and times. */
        List<String> export(int round);
    }

    /** @param boundaries killed at, beside how many there are */
    record Done(int boundaries, int kills) {}

    /** At which commits, from 1 on. */
    @FunctionalInterface
    interface Wanted {
        boolean isKilledAt(int boundary, int of);
    }

    Done run(Subject subject, Wanted wanted) throws Exception {
        int first = rounds++;
        subject.prepare(first);
        var undisturbed = new KilledAtCommit(control, Integer.MAX_VALUE, Moment.AFTER);
        try (var desk = JobDesk.open(undisturbed, List.of(subject.job(undisturbed)))) {
            start(desk, subject, first);
            completed(desk, subject);
        }
        var expected = subject.export(first);
        assertThat(expected).as("something came of it").isNotEmpty();
        int kills = 0;
        int boundaries = undisturbed.commits();
        for (int at = 1; at <= boundaries; at++) {
            if (!wanted.isKilledAt(at, boundaries)) continue;
            // In turns: what is done between two commits is lost with the second, or kept with the first.
            var moment = at % 2 == 0 ? Moment.AFTER : Moment.BEFORE;
            kills++;
            int round = rounds++;
            subject.prepare(round);
            killed(subject, round, at, moment);
            assertThat(subject.export(round))
                    .as("%s killed %s commit %d of %d", subject.job().name(), moment, at, boundaries)
                    .isEqualTo(expected);
        }
        return new Done(boundaries, kills);
    }

    private void killed(Subject subject, int round, int at, Moment moment) {
        var doomed = new KilledAtCommit(control, at, moment);
        boolean began = false;
        try (var desk = JobDesk.open(doomed, List.of(subject.job(doomed)))) {
            start(desk, subject, round);
            began = true;
            // The dead do not answer: another looks.
            try (var other = JobDesk.open(control, List.of(subject.job()))) {
                JobAwait.until(() -> other.status(subject.job().name())
                        .map(run -> run.status().isOver())
                        .orElse(true));
            }
        } catch (DatabaseUnavailableException
                | org.springframework.dao.DataAccessException
                | org.springframework.transaction.TransactionException died) {
            // While it was asked to start.
        }
        subject.died();
        try (var desk = JobDesk.open(control, List.of(subject.job(control)))) {
            goOn(desk, subject, round, began);
            completed(desk, subject);
        }
    }

    /** As an operator does: what can run on does, and what left no trace is asked for again. */
    private static void goOn(JobDesk desk, Subject subject, int round, boolean began) {
        String job = subject.job().name();
        var last = desk.status(job);
        boolean isOfThisRound = last.isPresent() && last.get().status() != JobProgress.Status.COMPLETED;
        if (isOfThisRound) {
            JobAwait.until(() -> desk.restart(job) instanceof JobStart.Started
                    || desk.status(job).orElseThrow().status() == JobProgress.Status.COMPLETED);
        } else if (!began) {
            start(desk, subject, round);
        }
    }

    private static void start(JobDesk desk, Subject subject, int round) {
        assertThat(desk.run(subject.job().name(), subject.asked(round))).isInstanceOf(JobStart.Started.class);
    }

    private static void completed(JobDesk desk, Subject subject) {
        var end = JobAwait.end(desk, subject.job().name());
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
    }

    /** Lines that name a round, without its number. */
    public static List<String> relative(List<String> lines, String number) {
        var relative = new ArrayList<String>();
        for (var line : lines) relative.add(line.replace(number, "#"));
        relative.sort(null);
        return relative;
    }
}
