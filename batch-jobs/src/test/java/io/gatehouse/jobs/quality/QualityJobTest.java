package io.gatehouse.jobs.quality;

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

/** What people decided, held against what the rules had decided. */
class QualityJobTest {
    private static final String REGION = RealCell.REGION.value();

    @TempDir
    Path directory;

    private KeptCell cell;
    private JobDesk desk;

    @BeforeEach
    void open() throws Exception {
        cell = new KeptCell(directory);
        // Even ones were flagged, odd ones were not.
        cell.fill(400, i -> cell.said(i, i % 2 == 0 ? "review" : "allow", KeptCell.OLD, List.of()));
        cell.sql("UPDATE decision SET categories = '{hate}' WHERE verdict = 'review'");
        cell.sql("DELETE FROM review_case");
        desk = desk(5);
    }

    private JobDesk desk(long seed) {
        var job = new QualityJob(cell, Clock.systemUTC());
        return JobDesk.open(
                ControlDatabase.emptied(),
                List.of(new RegionJob(job, cell, ScreeningPace.IDLE, new SplittableRandom(seed), Clock.systemUTC())));
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
    }

    /** Somebody decided yesterday on these contents. */
    private void decided(int from, int to, String kind, String outcome, String named) {
        Instant at = Instant.now().minus(Duration.ofDays(1));
        cell.sql("INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority,"
                + " opened_at, outcome, facts, resolved_at, person, person_language, person_country, employment, unfounded)"
                + " SELECT '" + REGION + ".c.' || i, '" + kind + "', 'RESOLVED', '" + REGION
                + ".d.' || i, 'comment', '{}',"
                + " 'en', 50, '" + at + "', '" + outcome + "', '" + named + "', '" + at
                + "', 'p', 'en', 'IE', 'internal',"
                + " false FROM generate_series(" + from + ", " + to + ", 2) AS i");
    }

    private Map<String, Object> run(String... more) {
        var asked = new TreeMap<String, String>();
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("quality", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "quality");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Object>) end.summary().get(REGION);
        return summary;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> measure(Map<String, Object> summary, String category, String language) {
        return ((List<Map<String, Object>>) summary.get("measures"))
                .stream()
                        .filter(each -> each.get("category").equals(category)
                                && each.get("language").equals(language))
                        .findFirst()
                        .orElseThrow();
    }

    private static final String NAMED = "{\"dsa_category\":\"STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH\"}";

    @Test
    void precisionAndRecallHaveIntervalsAndAChangeIsAnAlert() {
        // 50 of 60 flagged were right; of 25 that were reported, people restricted 10.
        decided(0, 98, "REVIEW", "restrict", NAMED);
        decided(100, 118, "REVIEW", "allow", "{}");
        decided(1, 19, "NOTICE", "restrict", NAMED);
        decided(21, 49, "NOTICE", "allow", "{}");
        var summary = run();
        assertThat(summary).containsEntry("cases", 85);
        assertThat(measure(summary, "hate", "en"))
                .containsEntry("right_hits", 50)
                .containsEntry("wrong_hits", 10)
                .containsEntry("precision", Map.of("of", 60, "value", 0.8333, "low", 0.7197, "high", 0.9069));
        assertThat(measure(summary, "all", "all"))
                .containsEntry("misses", 10)
                .containsEntry("right_passes", 15)
                .containsEntry("recall", Map.of("of", 60, "value", 0.8333, "low", 0.7197, "high", 0.9069));
        assertThat(measure(summary, "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "en"))
                .as("what rules missed has the category that people named")
                .containsEntry("right_hits", 50)
                .containsEntry("misses", 10);
        assertThat(desk.alerts()).isEmpty();
        assertThat(cell.texts("SELECT count(*)::text FROM quality_measure")).containsExactly("8");

        cell.sql("UPDATE review_case SET outcome = 'allow', facts = '{}' WHERE kind = 'REVIEW' AND outcome = 'restrict'"
                + " AND right(case_id, 1) IN ('2', '4', '6')");
        var drifted = run();
        assertThat(drifted.get("drift").toString()).contains("measure=precision, category=hate, language=en");
        JobAwait.until(() -> !desk.alerts().isEmpty());
        assertThat(desk.alerts())
                .anySatisfy(alert -> assertThat(alert.message())
                        .contains("the precision of hate in en went from 83.3 % to 33.3 % (of 60)"));
        assertThat(cell.texts("SELECT convert_from(entry, 'UTF8') FROM log_entry"
                        + " WHERE convert_from(entry, 'UTF8') LIKE '%\"quality\"%'"))
                .hasSize(2)
                .allMatch(entry -> entry.contains("\"seed\"") && entry.contains("right_hits"));
    }

    @Test
    void whatAPersonDecidedSaysNothingOfTheRules() {
        decided(0, 18, "REVIEW", "restrict", NAMED);
        cell.sql("UPDATE review_case SET new_decision_id = '" + REGION + ".d.40' WHERE case_id = '" + REGION + ".c.0'");
        decided(40, 40, "APPEAL", "reversed", "{}");
        decided(42, 42, "APPEAL", "upheld", "{}");
        decided(44, 44, "APPEAL", "reversed", "{}");
        decided(46, 46, "APPEAL", "omitted", "{}");
        assertThat(measure(run(), "all", "en")).containsEntry("right_hits", 11).containsEntry("wrong_hits", 1);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        decided(0, 398, "REVIEW", "restrict", NAMED);
        var first = run("share", "0.25", "seed", "9");
        assertThat(((Number) first.get("cases")).intValue()).isBetween(25, 75);
        assertThat(run("share", "0.25", "seed", "9")).containsEntry("cases", first.get("cases"));
        assertThat(run("share", "0.25", "seed", "10").get("cases")).isNotNull();
    }
}
