package io.gatehouse.jobs.erasure;

import static io.gatehouse.jobs.erasure.ErasingRegions.NORTH;
import static io.gatehouse.jobs.erasure.ErasingRegions.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobAlert;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureProof;
import io.gatehouse.residency.rights.ErasureStep;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.StepWatch;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasures that are open, completed by a run over two real cells; what stays open, and why; what was completed and does not stand. */
class ErasureJobTest {
    @TempDir
    Path directory;

    private ErasingRegions regions;
    private JobDesk desk;

    @BeforeEach
    void open() {
        regions = new ErasingRegions(directory);
        desk = desk();
    }

    private JobDesk desk() {
        var job = new ErasureJob(regions, ZoneOffset.UTC, Clock.systemUTC());
        return JobDesk.open(
                regions.control,
                List.of(new RegionJob(job, regions, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC())));
    }

    @AfterEach
    void close() {
        desk.close();
        regions.close();
    }

    private JobProgress start(String... more) {
        var asked = new TreeMap<String, String>();
        asked.put("region", "all");
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("erasure", asked)).isInstanceOf(JobStart.Started.class);
        return JobAwait.end(desk, "erasure");
    }

    private Map<String, Object> run(String... more) {
        return completed(start(more));
    }

    private static Map<String, Object> completed(JobProgress end) {
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Object>) end.summary().get(WEST.value());
        return summary;
    }

    private String ask(String person) {
        regions.live(person);
        return regions.ask(person, Instant.now());
    }

    private boolean isDone(String id) {
        return regions.request(id).state() == PersonRequest.State.DONE;
    }

    private List<String> found() {
        return desk.alerts().stream().map(JobAlert::message).toList();
    }

    @Test
    void completesWhatIsOpenInAllRegionsAndSaysSoInTheLog() {
        var anna = ask("anna");
        var bert = ask("bert");
        regions.live("carl");
        assertThat(run("dry_run", "true")).containsEntry("completed", 2).containsEntry("waiting", Map.of());
        assertThat(isDone(anna)).as("a rehearsal erases nobody").isFalse();
        assertThat(run()).containsEntry("completed", 2).containsEntry("skipped", Map.of());
        for (var id : List.of(anna, bert)) {
            assertThat(isDone(id)).isTrue();
            assertThat(regions.request(id).certificate()).isPresent();
        }
        for (var region : List.of(WEST, NORTH)) {
            assertThat(regions.site(region).store().head(new ObjectKey("media/anna")))
                    .isEmpty();
            assertThat(regions.site(region).store().head(new ObjectKey("media/carl")))
                    .isPresent();
            assertThat(regions.texts(region, "SELECT account_ref::text FROM account WHERE state = 'ACTIVE'"))
                    .as("somebody else")
                    .hasSize(1);
        }
        assertThat(entries(WEST)).hasSize(1).first().asString().contains("\"completed\":2");
        assertThat(entries(NORTH)).hasSize(1);
        assertThat(found()).isEmpty();
    }

    private List<String> entries(RegionId region) {
        return regions.texts(
                region,
                "SELECT e FROM (SELECT convert_from(entry, 'UTF8') AS e FROM log_entry) AS x"
                        + " WHERE e::json ->> 'kind' = 'erasure'");
    }

    @Test
    void whatStaysOpenIsCountedByItsReasonAndGoesOnWhenThatEnds() {
        var anna = ask("anna");
        regions.hold("anna");
        var bert = ask("bert");
        assertThat(run("dry_run", "true")).containsEntry("completed", 1).containsEntry("waiting", Map.of("held", 1));
        assertThat(run()).containsEntry("completed", 1).containsEntry("waiting", Map.of("held", 1));
        assertThat(isDone(bert)).isTrue();
        assertThat(regions.request(anna).state()).isEqualTo(PersonRequest.State.HELD);
        regions.holds().lift(WEST + ".h.anna", "key-1", Instant.now());
        regions.alsoIn = Set.of(new RegionId("ap-southeast-1"));
        assertThat(run()).containsEntry("completed", 0).containsEntry("waiting", Map.of("region_not_served", 1));
        regions.alsoIn = Set.of();
        assertThat(run()).containsEntry("completed", 1).containsEntry("waiting", Map.of());
        assertThat(isDone(anna)).isTrue();
    }

    @Test
    void aRegionThatIsAwayKeepsOnlyThoseWhoHaveBeenThere() {
        var anna = ask("anna");
        regions.databases.get(NORTH).isAway = true;
        assertThat(run("region", WEST.value(), "dry_run", "true"))
                .containsEntry("waiting", Map.of("region_did_not_answer", 1));
        assertThat(run("region", WEST.value()))
                .containsEntry("completed", 0)
                .containsEntry("waiting", Map.of("region_did_not_answer", 1));
        assertThat(isDone(anna)).isFalse();
        regions.databases.get(NORTH).isAway = false;
        assertThat(run("region", WEST.value())).containsEntry("completed", 1);
    }

    /** A process dies in an erasure that is half done; another runs on. */
    @Test
    void aRunThatDiedInAnErasureGoesOnInIt() {
        for (var person : List.of("anna", "bert", "carl")) ask(person);
        var died = new AtomicInteger();
        regions.watch = (step, boundary) -> {
            if (step == ErasureStep.DESTROY_KEYS && boundary == StepWatch.Boundary.DONE && died.incrementAndGet() == 2)
                throw new OutOfMemoryError("the process dies here");
        };
        assertThat(start("partitions", "1").status()).isEqualTo(JobProgress.Status.FAILED);
        assertThat(regions.texts(WEST, "SELECT step FROM person_request WHERE state = 'RUNNING' ORDER BY number"))
                .as("one in the middle, one not begun")
                .containsExactly("LEAVE_DIRECTORY", "TAKE_STOCK");
        desk.close();
        regions.anew();
        desk = desk();
        assertThat(desk.restart("erasure")).isInstanceOf(JobStart.Started.class);
        assertThat(completed(JobAwait.end(desk, "erasure")))
                .containsEntry("completed", 3)
                .containsEntry("waiting", Map.of());
    }

    /** What cannot go on though nothing is away neither keeps the others, nor goes unsaid. */
    @Test
    void oneThatCannotGoOnIsToldAndKeepsNobodyElse() {
        var anna = ask("anna");
        var bert = ask("bert");
        regions.sql(WEST, "UPDATE person_request SET progress = 'broken' WHERE request_id = '" + anna + "'");
        assertThat(run()).containsEntry("completed", 1).containsEntry("skipped", Map.of("failed", 1));
        assertThat(isDone(bert)).isTrue();
        assertThat(found()).singleElement().asString().contains("could not go on", anna);
        var strict = start("skip_limit", "0");
        assertThat(strict.status()).isEqualTo(JobProgress.Status.FAILED);
        assertThat(strict.failures().toString()).contains("skip_limit", "failed 1");
    }

    @Test
    void anErasureThatIsOpenForTooLongIsAnAlertUntilItIsDone() {
        regions.live("anna");
        regions.hold("anna");
        var anna = regions.ask("anna", Instant.now().minus(Duration.ofDays(29)));
        regions.live("bert");
        regions.hold("bert");
        regions.ask("bert", Instant.now().minus(Duration.ofDays(27)));
        assertThat(run()).containsEntry("late", 1);
        assertThat(found())
                .singleElement()
                .asString()
                .contains("1 erasures are open", "28 days", "1 of them held", anna);
        assertThat(run("late_after_days", "26")).containsEntry("late", 2);
        regions.sql(
                WEST,
                "UPDATE person_request SET extended_because = 'complexity', due_on = current_date + 30"
                        + " WHERE request_id = '" + anna + "'");
        assertThat(run()).as("the person was told of two months more").containsEntry("late", 0);
        assertThat(found()).isEmpty();
    }

    @Test
    void completedErasuresAreProvedAgain() {
        for (var person : List.of("anna", "bert", "carl", "dora")) ask(person);
        run();
        assertThat(run()).containsEntry("proved", 4).containsEntry("do_not_stand", Map.of());
        assertThat(run("prove", "0")).containsEntry("proved", 0);
        int some = (int) run("prove", "2").get("proved");
        assertThat(some).isBetween(0, 4);
    }

    @Test
    void whatDoesNotStandIsAnAlertThatNamesIt() {
        var anna = ask("anna");
        var bert = ask("bert");
        var carl = ask("carl");
        var dora = ask("dora");
        run();
        // A certificate that somebody has changed.
        regions.sql(
                WEST,
                "UPDATE person_request SET certificate = replace(certificate, '\"objects\":1', '\"objects\":2')"
                        + " WHERE request_id = '" + anna + "'");
        // A ledger that lost an entry, in one region.
        regions.site(NORTH).store().delete(new ObjectKey("erasures/" + bert));
        // Rows on what is nobody's, as a restore of one table would leave them.
        regions.sql(
                NORTH,
                "UPDATE content SET sealed_content = '\\x00' WHERE content_index = (SELECT min(content_index) FROM content)");
        // The account, of the same epoch, from a backup.
        back("dora");
        var summary = run();
        assertThat(summary).containsEntry("proved", 4);
        assertThat(summary.get("do_not_stand").toString())
                .contains(ErasureProof.CERTIFICATE + "=1", ErasureProof.LEDGER + "=1", ErasureProof.ROWS)
                .contains(ErasureProof.DIRECTORY + "=1", ErasureProof.ACCOUNT + "=1");
        assertThat(found()).singleElement().asString().contains("do not stand", anna, bert, dora);
        assertThat(carl).isNotBlank();
    }

    /** Whoever comes back by themselves is somebody new, and no fault. */
    @Test
    void whoComesBackIsNoFault() {
        ask("anna");
        run();
        regions.live("anna");
        assertThat(run()).containsEntry("proved", 1).containsEntry("do_not_stand", Map.of());
    }

    private void back(String person) {
        long epoch = 1;
        var ref = java.util.HexFormat.of()
                .formatHex(regions.directory.refOf(person).digest());
        regions.sql(
                WEST,
                "INSERT INTO account (account_ref, home_epoch, state, created_at) SELECT '\\x" + ref + "', " + epoch
                        + ", 'MOVED', now()");
        regions.control.transact(connection -> {
            try (var insert = connection.createStatement()) {
                return insert.executeUpdate("INSERT INTO directory (account_ref, region, epoch) VALUES ('\\x" + ref
                        + "', '" + WEST + "', " + epoch + ")");
            }
        });
    }
}
