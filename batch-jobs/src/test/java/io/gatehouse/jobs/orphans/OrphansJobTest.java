package io.gatehouse.jobs.orphans;

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
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that no row names, and rows whose object is missing. */
class OrphansJobTest {
    private static final String REGION = RealCell.REGION.value();
    private static final ObjectKey OLD = new ObjectKey("media/aaaaoldorphan");
    private static final ObjectKey NEW = new ObjectKey("media/zzzzneworphan");
    private static final ObjectKey SEGMENT = new ObjectKey("archive/mmmmoldsegment");
    private static final ObjectKey ELSE = new ObjectKey("gatehouse-start-probe");

    @TempDir
    Path directory;

    private KeptCell cell;
    private JobDesk desk;
    private ObjectKey picture;
    private ObjectKey lost;

    @BeforeEach
    void open() throws Exception {
        cell = new KeptCell(directory);
        cell.fill(10, i -> cell.said(i, "allow", KeptCell.OLD, List.of()));
        picture = cell.picture(1, "qqqqkept");
        lost = cell.picture(2, "bbbblost");
        cell.store().delete(lost);
        var archive = cell.cell().archive();
        archive.store("run", archive.load("run", 0, 100, Instant.now()), Instant.now());
        cell.put(OLD, "nobody's");
        cell.put(NEW, "somebody's in a moment");
        cell.put(SEGMENT, "nobody's");
        cell.put(ELSE, "not ours to look at");
        for (var key : List.of(
                OLD, SEGMENT, ELSE, picture, archive.segments().getFirst().objectKey()))
            cell.age(key, Duration.ofDays(5));
        var job = new OrphansJob(cell, Clock.systemUTC());
        desk = JobDesk.open(
                ControlDatabase.emptied(),
                List.of(new RegionJob(job, cell, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC())));
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
    }

    private Map<String, Object> run(String... more) {
        var asked = new TreeMap<String, String>();
        asked.put("region", REGION);
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("orphans", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "orphans");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Object>) end.summary().get(REGION);
        return summary;
    }

    private List<String> cases() {
        return cell.texts("SELECT kind || ' ' || what || ' ' || state FROM misplacement ORDER BY 1");
    }

    @Test
    void whatNobodyNamesGoesAndAMissingObjectIsACase() {
        var before = cell.export();
        assertThat(run("dry_run", "true"))
                .containsEntry("objects_without_row", 2)
                .containsEntry("removed", 2)
                .containsEntry("rows_without_object", 1)
                .containsEntry("too_new_to_tell", 1);
        assertThat(cell.export()).isEqualTo(before);

        assertThat(run()).containsEntry("removed", 2).containsEntry("left", Map.of());
        for (var gone : List.of(OLD, SEGMENT))
            assertThat(cell.store().head(gone)).isEmpty();
        for (var kept : List.of(NEW, ELSE, picture))
            assertThat(cell.store().head(kept)).isPresent();
        assertThat(cell.reader(RealCell.REGION)
                        .decision(REGION + ".d.1")
                        .orElseThrow()
                        .payload())
                .as("a segment that rows name")
                .isPresent();
        assertThat(cases())
                .containsExactly(
                        "LOST_OBJECT " + lost + " OPEN",
                        "ORPHAN_OBJECT " + SEGMENT + " REPAIRED",
                        "ORPHAN_OBJECT " + OLD + " REPAIRED");

        var after = cases();
        assertThat(run()).containsEntry("removed", 0);
        assertThat(cases()).isEqualTo(after);
    }

    @Test
    void whatAnotherRegionMayNameStaysWhereItIs() {
        cell.others.add(new RegionId("uk"));
        assertThat(run()).containsEntry("removed", 0).containsEntry("left", Map.of("not_every_cell_was_asked", 2));
        assertThat(cell.store().head(OLD)).isPresent();
        assertThat(cases()).containsExactly("LOST_OBJECT " + lost + " OPEN");
    }

    @Test
    void aGraceOfAnHourIsRefused() {
        assertThat(desk.run("orphans", Map.of("region", REGION, "grace_hours", "1")))
                .isInstanceOf(JobStart.Refused.class);
    }
}
