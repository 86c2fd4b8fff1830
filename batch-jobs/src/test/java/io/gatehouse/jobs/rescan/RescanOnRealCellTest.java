package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rescan on a real cell: sealed content, the real commit point, the real log. */
class RescanOnRealCellTest {
    private static final RegionId REGION = RealCell.REGION;

    @TempDir
    Path directory;

    private TestPolicies policies;
    private Database control;
    private RealCell cell;
    private JobDesk desk;

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        control = ControlDatabase.empty();
        cell = new RealCell(directory);
        desk = desk(control);
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
        control.close();
    }

    private JobDesk desk(Database jobs) {
        var rescan = new RegionJob(
                new Rescan(cell, policies, new PlainContents(), Clock.systemUTC()),
                cell,
                ScreeningPace.IDLE,
                new SecureRandom(),
                Clock.systemUTC());
        return JobDesk.open(jobs, List.of(rescan));
    }

    private void fill(int contents) throws Exception {
        cell.fill(contents, i -> write(i, policies.active()));
    }

    private static CellWrite write(int i, Moderator moderator) {
        String text = RealCell.text(i);
        var content = PlainContents.content(text);
        var verdict = moderator
                .conclude(content, moderator.observe(content, PlainContents.ALL, Deadline.NONE), Facts.NONE)
                .verdict();
        return RealCell.write(
                i, i % 1_000, PlainContents.payload(text, verdict), PlainContents.report(verdict, moderator));
    }

    private Map<String, String> second(String... more) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("region", REGION.value());
        asked.put("policies", TestPolicies.second(directory.resolve("second")).toString());
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        return asked;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> summary(JobProgress progress) {
        return (Map<String, Object>) progress.summary().get(REGION.value());
    }

    private void isAsUndisturbed(JobProgress end, int contents) {
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(summary(end))
                .containsEntry("judged", contents)
                .containsEntry("unchanged", contents * 2 / 5)
                .containsEntry("skipped", Map.of());
        var counts = cell.reader(REGION).counts();
        assertThat(counts.contents()).isEqualTo(contents);
        assertThat(counts.decisions()).as("each changed once").isEqualTo(contents + contents * 3L / 5);
        assertThat(counts.logEntries() - counts.decisions() - counts.accounts())
                .as("one entry of the rescan, whether or not accounts leave entries")
                .isIn(1L, 1L - counts.accounts());
        for (var standing : cell.reader(REGION).standing(0, Long.MAX_VALUE, contents)) {
            String text = new String(standing.openedPayload().content(), StandardCharsets.UTF_8);
            String expected = switch (text.substring(text.lastIndexOf(' ') + 1)) {
                case "blimpish" -> "review";
                case "frumple" -> "restrict";
                default -> "allow";
            };
            assertThat(standing.report().verdict()).isEqualTo(expected);
        }
    }

    @Test
    void decidesAgainOnlyWhereTheVerdictChanges() throws Exception {
        fill(2_000);
        assertThat(desk.run("rescan", second())).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"), 2_000);
    }

    @Test
    void killedAndRestartedEndsAsIfUndisturbed() throws Exception {
        fill(4_000);
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        assertThat(doomed.run("rescan", second("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> cell.reader(REGION).counts().decisions() > 4_500);
        mortal.kill();
        // What was on its way to the cell may still arrive, as with a real kill of one of two processes.
        JobAwait.until(() -> desk.status("rescan").orElseThrow().status().isOver());
        if (desk.status("rescan").orElseThrow().status() != Status.COMPLETED)
            JobAwait.until(() -> desk.restart("rescan") instanceof JobStart.Started);
        isAsUndisturbed(JobAwait.end(desk, "rescan"), 4_000);
    }

    /** Prints messages/s on a real cell, with and without the real language identifier, which dominates judging. */
    @Test
    @Tag("long")
    void measuresMessagesASecond() throws Exception {
        measure("one language");
        policies = new TestPolicies(directory.resolve("real"), NgramLanguageIdentifier.load());
        desk.close();
        desk = desk(control);
        measure("languages identified");
    }

    private void measure(String what) throws Exception {
        int contents = 50_000;
        if (cell.reader(REGION).counts().contents() == 0) fill(contents);
        var rates = new ArrayList<Long>();
        for (int round = 0; round < 5; round++) rates.add(rate(contents, Map.of("region", REGION.value())));
        Collections.sort(rates);
        System.out.println(what + ", unchanged, messages/s, 5 rounds sorted: " + rates);
        System.out.println(what + ", three in five changed, messages/s: " + rate(contents, second()));
        rate(contents, Map.of("region", REGION.value()));
    }

    private long rate(int contents, Map<String, String> asked) {
        assertThat(desk.run("rescan", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "rescan");
        return Math.round(contents / ((Number) summary(end).get("seconds")).doubleValue());
    }
}
