package io.gatehouse.jobs.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.jobs.rescan.TestPolicies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as the job fills it: on a real cell, a real store and a real control database. */
class ArchiveJobTest {
    private static final String REGION = RealCell.REGION.value();

    @TempDir
    Path directory;

    private TestPolicies policies;
    private KeptCell cell;
    private JobDesk desk;

    @BeforeEach
    void open() throws Exception {
        policies = new TestPolicies(directory);
        cell = new KeptCell(directory);
        desk = JobDesk.open(
                ControlDatabase.emptied(),
                List.of(
                        job(new ArchiveJob(cell, Clock.systemUTC())),
                        job(new Rescan(cell, policies, new PlainContents(), Clock.systemUTC()))));
        cell.fill(60, i -> cell.said(i, "allow", KeptCell.OLD, List.of()));
        cell.fill(5, i -> cell.said(100 + i, "allow", Instant.now(), List.of()));
    }

    private RegionJob job(io.gatehouse.jobs.RegionTask task) {
        return new RegionJob(task, cell, ScreeningPace.IDLE, new SplittableRandom(3), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
    }

    private JobProgress run(String job, String... more) {
        var asked = new TreeMap<String, String>();
        asked.put("region", REGION);
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run(job, asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, job);
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
        return end;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> summary(JobProgress end) {
        return (Map<String, Object>) end.summary().get(REGION);
    }

    @Test
    void aDryRunTellsWhatWouldGoAndTheRunMovesIt() {
        var before = cell.export();
        assertThat(summary(run("archive", "dry_run", "true")))
                .containsEntry("contents", 60)
                .containsEntry("decisions", 60)
                .containsEntry("dry_run", true);
        assertThat(cell.export()).isEqualTo(before);

        assertThat(summary(run("archive")))
                .containsEntry("contents", 60)
                .containsEntry("decisions", 60)
                .containsEntry("skipped", Map.of());
        assertThat(cell.texts("SELECT count(*)::text FROM content WHERE archive_segment IS NOT NULL"))
                .containsExactly("60");
        assertThat(cell.export().stream().filter(line -> line.startsWith("decision ")))
                .isEqualTo(before.stream()
                        .filter(line -> line.startsWith("decision "))
                        .toList());
        var entries = cell.texts("SELECT convert_from(entry, 'UTF8') FROM log_entry"
                + " WHERE convert_from(entry, 'UTF8') LIKE '%\"archive\"%'");
        assertThat(entries).singleElement().asString().contains("\"contents\":60", "segments_sha256");

        assertThat(summary(run("archive"))).containsEntry("contents", 0).containsEntry("segments", 0);
    }

    @Test
    void aRescanReadsAndDecidesWhatWasArchived() {
        run("archive");
        var end = run(
                "rescan",
                "policies",
                TestPolicies.second(directory.resolve("second")).toString());
        assertThat(summary(end)).containsEntry("judged", 65).containsEntry("skipped", Map.of());
        assertThat(((Map<?, ?>) summary(end).get("changed"))
                        .values().stream()
                                .mapToInt(count -> ((Number) count).intValue())
                                .sum())
                .as("two words of five are others' business now")
                .isEqualTo(26);
        assertThat(cell.texts("SELECT count(*)::text FROM content WHERE archive_segment IS NOT NULL"))
                .as("what was decided again came back")
                .containsExactly("36");
    }

    /** People who move here bring what they said long ago: in the log it stands behind what is new. */
    @Test
    void whatCameLateIsArchivedByItsAgeAndNotByItsPlace() throws Exception {
        cell.fill(7, i -> cell.said(200 + i, "allow", KeptCell.OLD, List.of()));
        assertThat(summary(run("archive"))).containsEntry("contents", 67).containsEntry("skipped", Map.of());
        assertThat(summary(run("archive"))).containsEntry("contents", 0);
    }

    /** Words that do not open, of three people's contents: told in numbers, and no more of them than somebody allowed for. */
    @Test
    void whatDoesNotOpenIsLeftOutUpToALimitAndFailsTheRunAboveIt() {
        cell.sql("UPDATE content SET sealed_content = set_byte(sealed_content, 20, 255 - get_byte(sealed_content, 20))"
                + " WHERE screening_id IN ('" + REGION + ".s.3', '" + REGION + ".s.17', '" + REGION + ".s.104')");
        for (var job : List.of("archive", "rescan")) {
            assertThat(desk.run(job, Map.of("region", REGION, "skip_limit", "1", "partitions", "1")))
                    .isInstanceOf(JobStart.Started.class);
            var end = JobAwait.end(desk, job);
            assertThat(end.status()).isEqualTo(JobProgress.Status.FAILED);
            assertThat(end.failures()).singleElement().asString().contains("unreadable", "skip_limit is 1");
            assertThat(desk.alerts())
                    .anySatisfy(alert -> assertThat(alert.job() + " " + alert.kind() + " " + alert.message())
                            .startsWith(job + " job.failed ")
                            .contains("unreadable")
                            .doesNotContain("zorkle", "message "));
        }
        assertThat(summary(run("archive")).get("skipped").toString()).contains("unreadable=2");
        // Two of them lie where they lay: the rows that do not open.
        assertThat(summary(run("rescan", "dry_run", "true", "skip_limit", "3")))
                .containsEntry("judged", 62)
                .containsEntry("skipped", Map.of("unreadable", 3));
    }

    /** A segment that is not what it was: of its contents nothing opens, and all others are read. */
    @Test
    void whatDoesNotOpenInASegmentIsLeftOutToo() {
        run("archive");
        cell.sql("UPDATE content SET archive_offset = archive_offset + 1 WHERE screening_id = '" + REGION + ".s.5'");
        assertThat(summary(run("rescan", "dry_run", "true")))
                .containsEntry("judged", 64)
                .containsEntry("skipped", Map.of("unreadable", 1));
    }

    @Test
    void youngerThanAWeekIsRefused() {
        assertThat(desk.run("archive", Map.of("region", REGION, "older_than_days", "7")))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults()).hasSize(1));
    }
}
