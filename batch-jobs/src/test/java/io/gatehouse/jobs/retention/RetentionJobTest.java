package io.gatehouse.jobs.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.rights.RetentionRules;
import io.gatehouse.residency.search.AskedQuestions;
import io.gatehouse.residency.search.Question;
import io.gatehouse.residency.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention by class on a real cell: what goes, what a hold keeps, and what is told. */
class RetentionJobTest {
    private static final String REGION = RealCell.REGION.value();
    private static final String RULES = """
            retention:
              - id: allowed
                class: content
                verdicts: [allow]
                keep: P6M
                source: "a test"
                verified: false
              - id: records
                class: decision
                verdicts: [allow]
                keep: P1Y
                source: "a test"
                verified: false
            """;

    @TempDir
    Path directory;

    private KeptCell cell;
    private JobDesk desk;
    private ObjectKey picture;

    @BeforeEach
    void open() throws Exception {
        cell = new KeptCell(directory);
        cell.fill(1, _ -> cell.said(0, "allow", KeptCell.OLD, List.of()));
        picture = cell.picture(1, "onlyhere");
        cell.fill(
                20,
                i -> cell.said(
                        1 + i,
                        i % 5 == 4 ? "restrict" : "allow",
                        KeptCell.OLD,
                        i == 0 ? List.of(REGION + ".m.onlyhere") : List.of()));
        cell.fill(3, i -> cell.said(100 + i, "allow", Instant.now(), List.of()));
        desk = desk(rules(RULES));
    }

    private JobDesk desk(RetentionRules rules) {
        var job = new RetentionJob(cell, rules, Clock.systemUTC());
        return JobDesk.open(
                ControlDatabase.emptied(),
                List.of(new RegionJob(job, cell, ScreeningPace.IDLE, new SplittableRandom(5), Clock.systemUTC())));
    }

    private RetentionRules rules(String yaml) throws IOException {
        var law = Files.createDirectories(directory.resolve("law"));
        Files.writeString(law.resolve("retention.yaml"), yaml);
        return RetentionRules.load(law);
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
        assertThat(desk.run("retention", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "retention");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(JobProgress.Status.COMPLETED);
        @SuppressWarnings("unchecked")
        var summary = (Map<String, Object>) end.summary().get(REGION);
        return summary;
    }

    /** Whether or not anybody asks again, and without any rule of retention. */
    @Test
    void questionsToContentsAreKeptFourHundredDays() throws IOException {
        var questions = new AskedQuestions(cell.cell());
        for (int days : List.of(1, 399, 402, 900))
            questions.keep(new AskedQuestions.Asked(
                    REGION + ".q." + days,
                    Question.Scope.CONTENTS,
                    "key",
                    Instant.now(),
                    false,
                    null,
                    KeptCell.bytes("{}")));
        cell.sql(
                "UPDATE search_question SET asked_at = now() - split_part(question_id, '.', 3)::int * interval '1 day'");
        desk.close();
        desk = desk(new RetentionRules(List.of()));
        assertThat(run("dry_run", "true")).containsEntry("questions_ended", 2);
        assertThat(run()).containsEntry("questions_ended", 2);
        assertThat(cell.texts("SELECT question_id FROM search_question ORDER BY 1"))
                .containsExactly(REGION + ".q.1", REGION + ".q.399");
        assertThat(run()).containsEntry("questions_ended", 0);
    }

    private void hold(int author) {
        var hold = new LegalHold("h-" + author, "litigation", Instant.now(), Optional.empty(), "key", Optional.empty());
        assertThat(new LegalHolds(cell.cell()).place(hold, KeptCell.author(author), "case"))
                .isInstanceOf(LegalHolds.Placing.Placed.class);
    }

    @Test
    void whatIsOverGoesAsADeletionDoesAndHoldsKeepIt() {
        hold(3);
        var before = cell.export();
        // Of 0 to 20, by seven authors: 3, 10 and 17 are held; 5, 10, 15 and 20 were restricted.
        var told = run("dry_run", "true");
        assertThat(told)
                .containsEntry("contents_ended", Map.of("allowed", 15))
                .containsEntry("records_ended", Map.of("records", 15))
                .containsEntry("kept_all_the_same", Map.of("held", 2));
        assertThat(cell.export()).isEqualTo(before);

        assertThat(run())
                .containsEntry("contents_ended", Map.of("allowed", 15))
                .containsEntry("records_ended", Map.of("records", 15))
                .containsEntry("kept_all_the_same", Map.of("held", 2));
        assertThat(cell.texts("SELECT screening_id FROM content WHERE sealed_content IS NOT NULL ORDER BY 1"))
                .hasSize(24 - 15)
                .contains(REGION + ".s.3", REGION + ".s.5", REGION + ".s.100");
        assertThat(cell.texts("SELECT decision_id FROM decision WHERE sealed_record IS NULL"))
                .hasSize(15);
        assertThat(cell.store().head(picture)).as("shown by nothing else").isEmpty();
        assertThat(cell.texts("SELECT object_key FROM erased_object")).isEmpty();
        assertThat(entries("content-deleted"))
                .hasSize(15)
                .allMatch(entry -> entry.contains("\"retention_rule\":\"allowed\""));
        assertThat(entries("records-expired")).isNotEmpty().allMatch(entry -> entry.contains("\"rule\":\"records\""));
        assertThat(entries("\"retention\"")).hasSize(1);

        var after = cell.export();
        assertThat(run()).containsEntry("contents_ended", Map.of()).containsEntry("records_ended", Map.of());
        assertThat(cell.export().size()).as("nothing but the entry of the run").isEqualTo(after.size() + 1);
    }

    private List<String> entries(String kind) {
        return cell.texts("SELECT convert_from(entry, 'UTF8') FROM log_entry"
                + " WHERE convert_from(entry, 'UTF8') LIKE '%" + kind + "%'");
    }

    @Test
    void withoutRulesNothingGoes() throws Exception {
        desk.close();
        desk = desk(rules("retention: []\n"));
        var before = cell.export();
        assertThat(run()).containsEntry("contents_ended", Map.of()).containsEntry("looked_at", 0);
        assertThat(cell.export().size()).isEqualTo(before.size() + 1);
    }

    @Test
    void whoWasRestrictedMayComplainForHalfAYear() throws Exception {
        desk.close();
        desk = desk(rules("""
                retention:
                  - { id: all, class: content, keep: P10D, source: "a test", verified: false }
                """));
        cell.fill(1, _ -> cell.said(200, "restrict", Instant.now().minus(Duration.ofDays(100)), List.of()));
        cell.fill(1, _ -> cell.said(201, "allow", Instant.now().minus(Duration.ofDays(100)), List.of()));
        assertThat(run()).containsEntry("kept_all_the_same", Map.of("may_be_complained_about", 1));
        assertThat(cell.texts("SELECT screening_id FROM content WHERE sealed_content IS NOT NULL"))
                .contains(REGION + ".s.200")
                .doesNotContain(REGION + ".s.201", REGION + ".s.5");
    }

    @Test
    void everyFaultOfTheFileIsTold() {
        assertThatThrownBy(() -> rules("""
                        retention:
                          - { id: a, class: content, keep: P3D, source: "x", verified: false }
                          - { id: b, class: decision, keep: P2M, source: "x", verified: false }
                          - { id: c, class: pictures, keep: never, source: "x", verified: false }
                        """))
                .isInstanceOfSatisfying(
                        ConfigurationRejectedException.class,
                        rejected -> assertThat(rejected.getMessage())
                                .contains("too short: P3D", "P6M", "not a class", "cannot be parsed to a Period"));
    }
}
