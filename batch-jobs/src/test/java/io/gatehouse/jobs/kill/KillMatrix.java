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
import java.util.concurrent.atomic.AtomicReference;

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

    /**
     * @param boundaries of an undisturbed run
     * @param kills of runs that were killed once
     * @param deaths of one run that was killed again each time it had run on
     */
    record Done(int boundaries, int kills, int deaths) {}

    /** At which commits, from 1 on, and on which side. */
    @FunctionalInterface
    interface Wanted {
        boolean isKilledAt(int boundary, int of, Moment moment);
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
        for (int at = 1; at <= boundaries; at++)
            for (var moment : Moment.values()) {
                if (!wanted.isKilledAt(at, boundaries, moment)) continue;
                kills++;
                int round = rounds++;
                subject.prepare(round);
                killed(subject, round, at, moment);
                assertThat(subject.export(round))
                        .as("%s killed %s commit %d of %d", subject.job().name(), moment, at, boundaries)
                        .isEqualTo(expected);
            }
        return new Done(boundaries, kills, killedAgainAndAgain(subject, expected));
    }

    private void killed(Subject subject, int round, int at, Moment moment) {
        boolean began = lived(subject, round, new KilledAtCommit(control, at, moment), false);
        try (var desk = JobDesk.open(control, List.of(subject.job(control)))) {
            goOn(desk, subject, round, began);
            completed(desk, subject);
        }
    }

    /**
     * One run that many processes have to do with: each lives to write one commit more than the one before it, the restart's own
     * among them, so that each gets on and most die.
     *
     * @return how many died
     */
    private int killedAgainAndAgain(Subject subject, List<String> expected) throws Exception {
        int round = rounds++;
        subject.prepare(round);
        boolean began = false;
        int deaths = 0;
        while (true) {
            var moment = deaths % 2 == 0 ? Moment.AFTER : Moment.BEFORE;
            var doomed = new KilledAtCommit(control, deaths + 1, moment);
            began = lived(subject, round, doomed, began);
            if (!doomed.isKilled()) break;
            deaths++;
        }
        try (var desk = JobDesk.open(control, List.of(subject.job(control)))) {
            completed(desk, subject);
        }
        assertThat(subject.export(round))
                .as("%s killed %d times", subject.job().name(), deaths)
                .isEqualTo(expected);
        return deaths;
    }

    /**
     * What a process does until it dies, or until the run is over.
     *
     * @param began whether the run was asked for before
     * @return whether it is asked for now
     */
    private boolean lived(Subject subject, int round, KilledAtCommit doomed, boolean began) {
        boolean asked = began;
        try (var desk = JobDesk.open(doomed, List.of(subject.job(doomed)))) {
            goOn(desk, subject, round, began);
            asked = true;
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
        if (doomed.isKilled()) {
            buried(subject.job().name());
            subject.died();
        }
        return asked;
    }

    /** A thread cannot be killed: it goes on to where it next wants to write something down, and is gone then. */
    private static void buried(String job) {
        JobAwait.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("job-" + job)));
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
        var start = new AtomicReference<JobStart>();
        // The database may not have noticed yet that the holder of the lock is dead.
        JobAwait.until(() -> {
            start.set(desk.run(subject.job().name(), subject.asked(round)));
            return !(start.get() instanceof JobStart.AlreadyRunning);
        });
        assertThat(start.get()).isInstanceOf(JobStart.Started.class);
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
