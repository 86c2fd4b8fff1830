package io.gatehouse.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAlert;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.TestPolicies;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.CellWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions made again from what was told then. */
class ReplayJobTest {
    private static final String REGION = RealCell.REGION.value();

    @TempDir
    Path directory;

    private TestPolicies policies;
    private KeptCell cell;
    private JobDesk desk;

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        cell = new KeptCell(directory);
        var job = new ReplayJob(cell, policies, new PlainCases(), Clock.systemUTC());
        desk = JobDesk.open(
                ControlDatabase.emptied(),
                List.of(new RegionJob(job, cell, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC())));
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
    }

    private CellWrite write(int i, Verdict verdict) {
        return RealCell.write(
                i,
                i % 5,
                PlainContents.payload(RealCell.text(i), verdict),
                PlainContents.report(verdict, policies.active()));
    }

    private Verdict judged(int i) {
        return PlainContents.judge(RealCell.text(i), policies.active());
    }

    private Map<String, Object> run(String... more) {
        var asked = new TreeMap<String, String>();
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("replay", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "replay");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Object>) end.summary().get(REGION);
        return summary;
    }

    /** Most contents lack something that some rule would like to know: a comment has no recipients, for one. */
    @Test
    void whatRulesWereNotToldThenKeepsNothingFromBeingMadeAgain() throws Exception {
        var asking = TestPolicies.write(
                directory.resolve("asking"), "3", """
                  - id: test.many
                    when: { if: "distinct('author.recipients', duration('1h')) >= 20", on_unknown: skip }
                    then: { verdict: review, severity: 2 }
                """ + TestPolicies.rule("zorkle", TestPolicies.REMOVED));
        if (!(policies.load(asking.toString()) instanceof PolicyVersions.Version.Ready(var moderator)))
            throw new AssertionError("it loads");
        var job = new ReplayJob(cell, new Only(moderator), new PlainCases(), Clock.systemUTC());
        try (var other = JobDesk.open(
                ControlDatabase.emptied(),
                List.of(new RegionJob(job, cell, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC())))) {
            cell.fill(10, i -> {
                var verdict = PlainContents.judge(RealCell.text(i), moderator);
                return RealCell.write(
                        i,
                        i % 5,
                        PlainContents.payload(RealCell.text(i), verdict),
                        PlainContents.report(verdict, moderator));
            });
            assertThat(other.run("replay", Map.of())).isInstanceOf(JobStart.Started.class);
            assertThat(JobAwait.end(other, "replay").summary().get(REGION).toString())
                    .contains("same=10")
                    .contains("skipped={}");
        }
    }

    private record Only(Moderator active) implements PolicyVersions {
        @Override
        public Overrides overrides(String policyDigest) {
            return Overrides.NONE;
        }

        @Override
        public Version load(String directory) {
            return new Version.Ready(active);
        }
    }

    @Test
    void aDifferenceIsAnAlertAndAnEntryOfTheLogUntilItIsGone() throws Exception {
        cell.fill(50, i -> write(i, judged(i)));
        assertThat(run()).containsEntry("same", 50).containsEntry("different", Map.of());
        assertThat(desk.alerts()).isEmpty();

        // "table" and "window" are nobody's words: nothing could have restricted them.
        cell.fill(1, _ -> write(53, judged(0)));
        assertThat(run())
                .containsEntry("same", 50)
                .containsEntry("replayed", 51)
                .containsEntry("different", Map.of("restrict>allow", 1))
                .containsEntry("different_decisions", List.of(REGION + ".d.53"));
        JobAwait.until(() -> !desk.alerts().isEmpty());
        assertThat(desk.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("job.found");
            assertThat(alert.message()).contains(REGION, "restrict>allow", REGION + ".d.53");
        });
        assertThat(cell.texts("SELECT convert_from(entry, 'UTF8') FROM log_entry"
                        + " WHERE convert_from(entry, 'UTF8') LIKE '%\"replay\"%' ORDER BY log_index"))
                .hasSize(2)
                .last()
                .asString()
                .contains(REGION + ".d.53");
        run();
        JobAwait.until(() -> desk.alerts().stream().mapToLong(JobAlert::times).sum() == 2);
        cell.sql("DELETE FROM content WHERE screening_id = '" + REGION + ".s.53'");
        run();
        JobAwait.until(() -> desk.alerts().isEmpty());
    }

    @Test
    void theSameSeedDrawsTheSame() throws Exception {
        cell.fill(200, i -> write(i, judged(i)));
        var first = run("sample", "20%", "seed", "11");
        assertThat(((Number) first.get("replayed")).intValue()).isBetween(15, 70);
        assertThat(first).containsEntry("seed", "11").containsEntry("share", "0.2");
        assertThat(run("sample", "20%", "seed", "11")).containsEntry("replayed", first.get("replayed"));
    }

    @Test
    void whatCannotBeMadeAgainIsCountedAndNotCalledDifferent() throws Exception {
        cell.fill(10, i -> write(i, judged(i)));
        cell.sql("UPDATE decision SET policy_digest = 'sha256:unknown' WHERE decision_id = '" + REGION + ".d.1'");
        cell.sql("UPDATE decision SET sealed_record = NULL WHERE decision_id = '" + REGION + ".d.2'");
        assertThat(run())
                .containsEntry("same", 8)
                .containsEntry("skipped", Map.of("not_kept", 1, "policy_not_stored", 1));
    }
}
