package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rescan on a real control database and real policies; cells in memory, so that they can fail on cue. */
class RescanTest {
    private static final RegionId WEST = new RegionId("eu-west-1");
    private static final RegionId NORTH = new RegionId("eu-north-1");
    private static final int CONTENTS = 4_000;
    private static final List<String> WORDS = List.of("zorkle", "blimpish", "frumple", "table", "window");

    @TempDir
    Path directory;

    private final Map<RegionId, InMemoryCell> cells = new TreeMap<>(Map.of(WEST, new InMemoryCell()));
    private TestPolicies policies;
    private Database control;
    private JobDesk desk;

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        fill(cells.get(WEST));
        control = ControlDatabase.emptied();
        desk = desk(control);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private JobDesk desk(Database database) {
        var clock = Clock.fixed(PlainContents.NOW, ZoneOffset.UTC);
        var lent = new Lent(cells);
        var job =
                new RegionJob(new Rescan(lent, policies, new PlainContents(), clock), lent, new SecureRandom(), clock);
        return JobDesk.open(database, List.of(job));
    }

    private record Lent(Map<RegionId, InMemoryCell> cells) implements Cells {
        @Override
        public SortedSet<RegionId> served() {
            return new TreeSet<>(cells.keySet());
        }

        @Override
        public InMemoryCell reader(RegionId region) {
            return cells.get(region);
        }

        @Override
        public InMemoryCell writer(RegionId region) {
            return cells.get(region);
        }
    }

    /** Decided by the active policy, as the door would have. */
    private void fill(InMemoryCell cell) {
        var moderator = policies.active();
        for (int i = 0; i < CONTENTS; i++) {
            String text = "message " + i + " with " + WORDS.get(i % WORDS.size());
            var content = PlainContents.content(text);
            var seen = moderator.observe(content, PlainContents.ALL, Deadline.NONE);
            var verdict = moderator.conclude(content, seen, Facts.NONE).verdict();
            cell.put("d-" + i, PlainContents.payload(text, verdict), PlainContents.report(verdict, moderator));
        }
    }

    private Map<String, String> second(String... more) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("region", WEST.value());
        asked.put("policies", TestPolicies.second(directory.resolve("second")).toString());
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        return asked;
    }

    private JobProgress run(Map<String, String> asked) {
        assertThat(desk.run("rescan", asked)).isInstanceOf(JobStart.Started.class);
        return JobAwait.end(desk, "rescan");
    }

    /** By content: the verdict that stands, and how many decisions led to it. */
    private static Map<String, String> state(InMemoryCell cell) {
        var decisions = cell.all();
        Map<String, Long> counts =
                decisions.stream().collect(Collectors.groupingBy(StoredDecision::screeningId, Collectors.counting()));
        return decisions.stream()
                .filter(decision -> decision.supersededBy().isEmpty())
                .collect(Collectors.toMap(
                        StoredDecision::screeningId,
                        decision -> new String(decision.openedPayload().record(), StandardCharsets.UTF_8) + " after "
                                + counts.get(decision.screeningId()),
                        (a, b) -> "two stand",
                        TreeMap::new));
    }

    private Map<String, String> expectedState() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < CONTENTS; i++)
            expected.put(
                    "s-d-" + i,
                    switch (WORDS.get(i % WORDS.size())) {
                        case "zorkle" -> "allow after 2";
                        case "blimpish" -> "hold after 2";
                        case "frumple" -> "restrict visibility.removed after 2";
                        default -> "allow after 1";
                    });
        return expected;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> summary(JobProgress progress) {
        return (Map<String, Object>) progress.summary().get(WEST.value());
    }

    private void isAsUndisturbed(JobProgress end) {
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
        assertThat(end.done()).isEqualTo(CONTENTS);
        assertThat(state(cells.get(WEST))).isEqualTo(expectedState());
        assertThat(summary(end))
                .containsEntry("judged", CONTENTS)
                .containsEntry("unchanged", CONTENTS * 2 / 5)
                .containsEntry(
                        "changed",
                        Map.of(
                                "allow>review",
                                CONTENTS / 5,
                                "restrict>allow",
                                CONTENTS / 5,
                                "restrict>restrict",
                                CONTENTS / 5))
                .containsEntry("skipped", Map.of())
                .containsEntry("degraded", 0);
        assertThat(cells.get(WEST).events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("rescan");
            assertThat(event.evidence().facts().get("judged")).isEqualTo((long) CONTENTS);
            assertThat(event.evidence().facts().get("policy_digest")).asString().startsWith("sha256:");
            assertThat(event.evidence().facts().get("superseded_policy_digests"))
                    .isEqualTo(List.of(policies.active().policies().digest()));
        });
    }

    @Test
    void decidesAgainOnlyWhereTheVerdictChanges() {
        isAsUndisturbed(run(second()));
    }

    @Test
    void changesNothingUnderTheSamePolicy() {
        var end = run(Map.of("region", "all"));
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS).containsEntry("changed", Map.of());
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS);
    }

    @Test
    void findsNothingMoreToChangeTheSecondTime() {
        run(second());
        var end = run(second());
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS).containsEntry("changed", Map.of());
        assertThat(state(cells.get(WEST))).isEqualTo(expectedState());
    }

    @Test
    void writesNothingInADryRun() {
        var end = run(second("dry_run", "true"));
        assertThat(summary(end)).containsEntry("judged", CONTENTS).containsEntry("dry_run", true);
        assertThat(summary(end).get("changed"))
                .isEqualTo(Map.of(
                        "allow>review",
                        CONTENTS / 5,
                        "restrict>allow",
                        CONTENTS / 5,
                        "restrict>restrict",
                        CONTENTS / 5));
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS);
        assertThat(cells.get(WEST).events()).isEmpty();
    }

    @Test
    void goesThroughOneRegionAfterTheOtherAndThroughNoOther() {
        cells.put(NORTH, new InMemoryCell());
        fill(cells.get(NORTH));
        run(second());
        assertThat(cells.get(NORTH).all()).hasSize(CONTENTS);
        var end = run(second("region", "all"));
        assertThat(end.summary()).containsOnlyKeys(WEST.value(), NORTH.value());
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS);
        assertThat(state(cells.get(NORTH))).isEqualTo(expectedState());
        assertThat(cells.get(NORTH).events()).hasSize(1);
    }

    @Test
    void keepsToTheIndicesAskedFor() {
        var end = run(second("from", "1000", "to", "1500", "partitions", "3"));
        assertThat(summary(end)).containsEntry("judged", 500).containsEntry("from_index", 1000);
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS + 300);
    }

    @Test
    void endsWhenThereIsNothing() {
        cells.put(NORTH, new InMemoryCell());
        var end = run(second("region", NORTH.value()));
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
    }

    @Test
    void countsAuthorsWhoAreGoneAndContentNotKept() {
        var cell = cells.get(WEST);
        cell.erase("d-0");
        cell.put(
                "d-empty",
                PlainContents.payload("", new Verdict.Allow()),
                PlainContents.report(new Verdict.Allow(), policies.active()));
        var end = run(second());
        assertThat(summary(end).get("skipped")).isEqualTo(Map.of("author_gone", 1, "content_not_kept", 1));
        assertThat(end.done()).isEqualTo(CONTENTS + 1);
    }

    @Test
    void leavesAloneWhatWasDecidedByOthersMeanwhile() {
        var cell = cells.get(WEST);
        var contents = new PlainContents();
        var decided = new AtomicBoolean();
        cell.beforeRedecision = _ -> {
            // All wait here, so that the person is first.
            synchronized (decided) {
                if (decided.getAndSet(true)) return;
                var moderator = policies.active();
                var old = cell.decision("d-0").orElseThrow();
                var opened = (StoredContents.Opened.Judgeable) contents.open(old, old.openedPayload());
                var seen = moderator.observe(opened.content(), opened.permissions(), Deadline.NONE);
                var judgement = moderator.conclude(opened.content(), seen, opened.facts());
                cell.redecide(contents.redecide("d-person", old, opened, moderator, judgement, PlainContents.NOW));
            }
        };
        var end = run(second("to", "500", "partitions", "1"));
        assertThat(summary(end).get("skipped")).isEqualTo(Map.of("decided_since", 1));
        assertThat(cell.decision("d-person").orElseThrow().supersededBy()).isEmpty();
    }

    @Test
    void runsOnFromWhereItWasStopped() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 700) desk.stop("rescan");
        };
        var stopped = run(second("partitions", "2"));
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(stopped.done()).isBetween(1L, CONTENTS - 1L);
        assertThat(stopped.fraction()).isBetween(0.01, 0.99);
        assertThat(cells.get(WEST).events()).isEmpty();

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
        assertThat(desk.restart("rescan")).isEqualTo(new JobStart.NothingToRestart("rescan"));
    }

    /** After which re-decision the process dies: inside a chunk, at its end, in the last one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 150, 300, 301, 900, 1800, 2399, 2400})
    void killedAnywhereAndRestartedEndsAsIfUndisturbed(int redecision) {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        cell.afterRedecision = nth -> {
            if (nth == redecision) mortal.kill();
            if (nth >= redecision) throw new IllegalStateException("killed");
        };
        assertThat(doomed.run("rescan", second("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("rescan").orElseThrow().status() == Status.INTERRUPTED);
        cell.afterRedecision = _ -> {};

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void killedBetweenChunksAndRestartedEndsAsIfUndisturbed() {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        cell.beforePage = from -> {
            if (from == 2_500) mortal.kill();
        };
        assertThat(doomed.run("rescan", second("partitions", "1"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("rescan").orElseThrow().status() == Status.INTERRUPTED);
        cell.beforePage = _ -> {};
        assertThat(desk.status("rescan").orElseThrow().done()).isEqualTo(2_500);

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void killedBeforeTheSummaryLeavesOneLogEntry() {
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        var cell = cells.get(WEST);
        assertThat(doomed.run("rescan", second())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> !cell.events().isEmpty());
        mortal.kill();
        // The process may just have managed to write its last word.
        if (JobAwait.end(desk, "rescan").status() != Status.COMPLETED)
            assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void waitsForADatabaseThatComesBack() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 100 || nth == 400) throw new DatabaseUnavailableException("away", null);
        };
        cells.get(WEST).beforePage = new java.util.function.LongConsumer() {
            private int failures = 2;

            @Override
            public synchronized void accept(long from) {
                if (failures-- > 0) throw new DatabaseUnavailableException("away", null);
            }
        };
        isAsUndisturbed(run(second()));
    }

    @Test
    void failsWithTheReasonAndRunsOnLater() {
        cells.get(WEST).beforeRedecision = nth -> {
            if (nth == 1_000) throw new IllegalStateException("something broke");
        };
        var failed = run(second());
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failures()).anySatisfy(failure -> assertThat(failure).contains("something broke"));
        cells.get(WEST).beforeRedecision = _ -> {};

        assertThat(desk.restart("rescan")).isInstanceOf(JobStart.Started.class);
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void refusesASecondRunHereAndElsewhere() throws Exception {
        var reached = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        cells.get(WEST).beforePage = _ -> {
            reached.countDown();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        var elsewhere = desk(control);
        assertThat(desk.run("rescan", second())).isInstanceOf(JobStart.Started.class);
        assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(desk.run("rescan", second())).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.run("rescan", second())).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.restart("rescan")).isEqualTo(new JobStart.AlreadyRunning("rescan"));
        assertThat(elsewhere.status("rescan").orElseThrow().status()).isEqualTo(Status.RUNNING);
        go.countDown();
        isAsUndisturbed(JobAwait.end(desk, "rescan"));
    }

    @Test
    void namesEveryFaultOfWhatWasAsked() {
        var faulty = TestPolicies.write(
                directory.resolve("faulty"),
                "3",
                TestPolicies.rule("zorkle", "verdict: banish") + TestPolicies.rule("frumple", "verdict: restrict"));
        var start = desk.run(
                "rescan",
                Map.of(
                        "region", "mars-1",
                        "policies", faulty.toString(),
                        "from", "-1",
                        "to", "soon",
                        "partitions", "1000",
                        "dry_run", "maybe",
                        "colour", "blue"));
        assertThat(start).isInstanceOfSatisfying(JobStart.Refused.class, refused -> {
            assertThat(refused.faults())
                    .extracting(ParameterFault::parameter)
                    .contains("colour", "region", "from", "to", "partitions", "dry_run", "policies");
            assertThat(refused.faults().stream()
                            .filter(fault -> fault.parameter().equals("policies")))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(fault -> assertThat(fault.message()).contains("content/test.yaml:"));
        });
        assertThat(desk.status("rescan")).isEmpty();
    }

    @Test
    void refusesWhatIsMissingOrContradicts() {
        cells.put(NORTH, new InMemoryCell());
        assertThat(faultsOf(Map.of())).containsExactly("region");
        assertThat(faultsOf(Map.of("region", "all", "from", "5"))).containsExactly("from");
        assertThat(faultsOf(Map.of("region", WEST.value(), "from", "5", "to", "4")))
                .containsExactly("to");
        assertThat(faultsOf(Map.of("region", WEST.value(), "policies", "no/such/place")))
                .containsExactly("policies");
        assertThat(desk.run("resacn", Map.of())).isEqualTo(new JobStart.UnknownJob(List.of("rescan")));
        assertThat(desk.restart("rescan")).isEqualTo(new JobStart.NothingToRestart("rescan"));
    }

    private List<String> faultsOf(Map<String, String> asked) {
        return ((JobStart.Refused) desk.run("rescan", asked))
                .faults().stream().map(ParameterFault::parameter).toList();
    }

    @Test
    void refusesToRunOnUnderOtherPolicies() {
        cells.get(WEST).afterRedecision = nth -> {
            if (nth == 10) desk.stop("rescan");
        };
        assertThat(run(second("partitions", "1")).status()).isEqualTo(Status.STOPPED);
        TestPolicies.write(directory.resolve("second"), "2b", TestPolicies.rule("table", TestPolicies.REMOVED));
        assertThat(desk.restart("rescan"))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults().getFirst().message())
                                .contains("not what the run began with"));
        // The refusal let go of the lock.
        assertThat(run(second("dry_run", "true")).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void opensTheSameControlDatabaseAgain() {
        run(second());
        desk.close();
        desk = desk(control);
        assertThat(desk.status("rescan").orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(desk.runs("rescan", 10)).hasSize(1);
    }
}
