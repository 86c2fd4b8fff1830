package io.gatehouse.jobs.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.kill.KillMatrix.Done;
import io.gatehouse.jobs.kill.KillMatrix.Subject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs are killed at their boundaries and run on: what there is then is what an undisturbed run leaves. A few boundaries of each
 * ordinarily; all of them, before or after the commit in turns, in the long run.
 */
class JobKillTest {
    @TempDir
    static Path directory;

    private static KeptCellSubjects one;
    private static KillMatrix matrix;

    @BeforeAll
    static void open() {
        one = new KeptCellSubjects(directory);
        matrix = new KillMatrix(ControlDatabase.emptied());
    }

    @AfterAll
    static void close() {
        one.cell.close();
    }

    private static Map<String, Subject> subjects() {
        var subjects = new LinkedHashMap<String, Subject>();
        subjects.put("rescan", one.rescan());
        subjects.put("archive", one.archive());
        subjects.put("retention", one.retention());
        subjects.put("orphans", one.orphans());
        subjects.put("quality", one.quality());
        subjects.put("backtest", one.backtest());
        subjects.put("replay", one.replay());
        return subjects;
    }

    private static Done kill(Subject subject, IntPredicate wanted) throws Exception {
        return matrix.run(subject, wanted);
    }

    /** One in the middle of the work of each job that writes. */
    @Test
    void killedInTheMiddleEndsAsIfUndisturbed() throws Exception {
        for (var name : List.of("archive", "retention", "orphans")) {
            var done = kill(subjects().get(name), at -> at == 9);
            assertThat(done.boundaries()).as(name).isGreaterThan(9);
        }
    }

    /** Prints how many boundaries each job has. */
    @Test
    @Tag("long")
    void killedAtEveryBoundaryEndsAsIfUndisturbed() throws Exception {
        killAll(subjects());
    }

    @Test
    @Tag("long")
    void killedAtEveryBoundaryBetweenTwoCellsEndsAsIfUndisturbed(@TempDir Path home) throws Exception {
        var two = new TwoCellSubjects(home);
        try (var _ = two.cells) {
            matrix = new KillMatrix(two.cells.control);
            var subjects = new LinkedHashMap<String, Subject>();
            subjects.put("migration", two.migration());
            subjects.put("sweep", two.sweep());
            subjects.put("attestation", two.attestation());
            killAll(subjects);
        }
    }

    private static void killAll(Map<String, Subject> subjects) throws Exception {
        for (var subject : subjects.entrySet()) {
            long began = System.nanoTime();
            var done = kill(subject.getValue(), _ -> true);
            System.out.println(subject.getKey() + ": " + done.boundaries() + " boundaries, " + done.kills() + " kills, "
                    + (System.nanoTime() - began) / 1_000_000_000 + " s");
        }
    }
}
