package io.gatehouse.jobs.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.erasure.ErasingRegions;
import io.gatehouse.jobs.erasure.ErasureSubject;
import io.gatehouse.jobs.exchange.ExchangeSubject;
import io.gatehouse.jobs.index.IndexSubject;
import io.gatehouse.jobs.kill.KillMatrix.Done;
import io.gatehouse.jobs.kill.KillMatrix.Subject;
import io.gatehouse.jobs.kill.KilledAtCommit.Moment;
import io.gatehouse.jobs.report.ReportSubject;
import io.gatehouse.jobs.retromatch.RetroSubject;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs are killed at their boundaries and run on: what there is then is what an undisturbed run leaves. One boundary of three jobs
 * ordinarily; all of all jobs, both before and after the commit, in the long run. Then one run is killed again each time it was run on.
 * {@code -Dkill.jobs=sweep,archive} names some, {@code -Dkill.every=5} takes every fifth boundary, and {@code -Dkill.most=30} so
 * many as lie evenly among all.
 */
class JobKillTest {
    private static final Set<String> NAMED =
            Set.of(System.getProperty("kill.jobs", "").split(","));
    private static final int EVERY = Integer.getInteger("kill.every", 1);
    private static final int MOST = Integer.getInteger("kill.most", Integer.MAX_VALUE);

    @TempDir
    static Path directory;

    private static KeptCellSubjects one;
    private static Database control;
    private static KillMatrix matrix;

    @BeforeAll
    static void open() {
        one = new KeptCellSubjects(directory);
        control = ControlDatabase.emptied();
        // Before any job leaves its tables there: migrations begin with an empty database, and only some jobs need
        // them.
        Migrations.control(control);
        matrix = new KillMatrix(control);
    }

    @AfterAll
    static void close() {
        one.cell.close();
    }

    private static Map<String, Supplier<Subject>> subjects() {
        var subjects = new LinkedHashMap<String, Supplier<Subject>>();
        subjects.put("rescan", one::rescan);
        subjects.put("archive", one::archive);
        subjects.put("retention", one::retention);
        subjects.put("orphans", one::orphans);
        subjects.put("quality", one::quality);
        subjects.put("backtest", one::backtest);
        subjects.put("replay", one::replay);
        subjects.put("retro-match", () -> new RetroSubject(one.cell, one.policies));
        subjects.put("hash-exchange", () -> new ExchangeSubject(one.cell));
        subjects.put("search-index", () -> new IndexSubject(one.cell, directory));
        subjects.put("transparency-report", () -> new ReportSubject(one.cell, control, directory));
        return subjects;
    }

    /** One in the middle of the work of each job that writes. */
    @Test
    void killedInTheMiddleEndsAsIfUndisturbed() throws Exception {
        for (var name : List.of("archive", "retention", "orphans")) {
            var done =
                    matrix.run(subjects().get(name).get(), (at, of, moment) -> at == of / 2 && moment == Moment.BEFORE);
            assertThat(done.kills()).as(name).isEqualTo(1);
            assertThat(done.deaths()).as(name).isGreaterThan(3);
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
        if (!NAMED.contains("") && NAMED.stream().noneMatch(Set.of("migration", "sweep", "attestation")::contains))
            return;
        var two = new TwoCellSubjects(home);
        try (var _ = two.cells) {
            matrix = new KillMatrix(two.cells.control);
            var subjects = new LinkedHashMap<String, Supplier<Subject>>();
            subjects.put("migration", two::migration);
            subjects.put("sweep", two::sweep);
            subjects.put("attestation", two::attestation);
            killAll(subjects);
        }
    }

    @Test
    @Tag("long")
    void killedAtEveryBoundaryOfErasuresEndsAsIfUndisturbed(@TempDir Path home) throws Exception {
        if (!NAMED.contains("") && !NAMED.contains("erasure")) return;
        try (var regions = new ErasingRegions(home)) {
            matrix = new KillMatrix(regions.control);
            var subjects = new LinkedHashMap<String, Supplier<Subject>>();
            subjects.put("erasure", () -> new ErasureSubject(regions));
            killAll(subjects);
        }
    }

    private static void killAll(Map<String, Supplier<Subject>> subjects) throws Exception {
        for (var each : subjects.entrySet()) {
            if (!NAMED.contains("") && !NAMED.contains(each.getKey())) continue;
            long began = System.nanoTime();
            var subject = each.getValue().get();
            try {
                tell(each.getKey(), matrix.run(subject, JobKillTest::isWanted), began);
            } finally {
                if (subject instanceof AutoCloseable open) open.close();
            }
        }
    }

    /** Both sides of each, or the one and the other in turns where some are left out. */
    private static boolean isWanted(int at, int of, Moment moment) {
        int step = MOST >= of ? EVERY : Math.ceilDiv(of, MOST);
        return step == 1 || at % step == 0 && moment == Moment.values()[at / step % 2];
    }

    private static void tell(String name, Done done, long began) {
        System.out.println(name + ": " + done.boundaries() + " boundaries, " + done.kills() + " kills, "
                + done.deaths() + " of one run, "
                + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }
}
