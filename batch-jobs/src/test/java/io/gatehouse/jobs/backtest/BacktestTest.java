package io.gatehouse.jobs.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.rescan.TestPolicies;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.cell.WriteOutcome;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.FileRegionKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backtest on a real cell, a real control database and real policies of made-up words. */
class BacktestTest {
    private static final RegionId REGION = new RegionId("eu-west-1");
    private static final List<String> WORDS = List.of("zorkle", "blimpish", "frumple", "table", "window");
    private static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    private static final Instant FIRST = Instant.parse("2026-11-20T23:40:00Z");
    private static final int AUTHORS = 100;

    @TempDir
    Path directory;

    private TestPolicies policies;
    private Database control;
    private Database database;
    private Cell cell;
    private JobDesk desk;
    private IntConsumer onPage = _ -> {};
    /** The same lots at every repeat of a test. */
    private final SplittableRandom random = new SplittableRandom(7);

    @BeforeEach
    void open() throws IOException {
        policies = new TestPolicies(directory);
        control = ControlDatabase.emptied();
        database = ControlDatabase.empty();
        var keys = Files.createDirectories(directory.resolve("keys"));
        var key = FileRegionKey.openOrCreate(keys.resolve("region.key"), REGION);
        cell = Cell.open(REGION, database, key, keys, "gatehouse.test/" + REGION, Clock.systemUTC());
        desk = desk(control);
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
        database.close();
    }

    private JobDesk desk(Database jobs) {
        var job = new RegionJob(
                new Backtest(new OneCell(), policies, new PlainPast()), new OneCell(), random, Clock.systemUTC());
        return JobDesk.open(jobs, List.of(job));
    }

    private final class OneCell implements BacktestCells {
        private final AtomicInteger pages = new AtomicInteger();

        @Override
        public SortedSet<RegionId> served() {
            return new TreeSet<>(List.of(REGION));
        }

        @Override
        public CellReader reader(RegionId region) {
            return cell.reader();
        }

        @Override
        public CellWriter writer(RegionId region) {
            return cell.writer();
        }

        @Override
        public TrafficReader traffic(RegionId region) {
            var real = cell.traffic();
            return new TrafficReader() {
                @Override
                public List<PastDecision> past(PastTraffic wanted, long fromIndex, long toIndex) {
                    onPage.accept(pages.incrementAndGet());
                    return real.past(wanted, fromIndex, toIndex);
                }

                @Override
                public long count(long fromIndex, long toIndex) {
                    return real.count(fromIndex, toIndex);
                }

                @Override
                public long indexBefore(Instant time, Duration slack) {
                    return real.indexBefore(time, slack);
                }

                @Override
                public long nextIndex() {
                    return real.nextIndex();
                }
            };
        }
    }

    /** The text as content; verdict and rules as record. */
    private static final class PlainPast implements PastJudgements {
        @Override
        public Opened open(PastDecision decision, Payload payload) {
            String text = new String(payload.content(), StandardCharsets.UTF_8);
            if (text.isEmpty()) return new Opened.Unreadable("content_not_kept");
            String[] record = new String(payload.record(), StandardCharsets.UTF_8).split(" ", -1);
            Verdict verdict = record[0].equals("restrict")
                    ? new Verdict.Restrict(List.of(new EnforcementAction(record[1], List.of("EU"), null)))
                    : record[0].equals("review") ? new Verdict.Review(false) : new Verdict.Allow();
            Set<String> rules = record[2].isEmpty() ? Set.of() : Set.of(record[2].split(","));
            return new Opened.Judgeable(
                    content(text), ALL, Facts.NONE, Overrides.NONE, new Outcome(verdict, rules, List.of()));
        }
    }

    private static Content content(String text) {
        return new Content(new ContentId("c"), Surface.COMMENT, FIRST, "IE", null, List.of(new Part.Text(text)));
    }

    /** One message a second: those written at once are in the log in any order, all within the reader's slack. */
    private void fill(int contents) throws Exception {
        List<Callable<WriteOutcome>> writes = new ArrayList<>();
        for (int i = 0; i < contents; i++) {
            var write = write(i, policies.active());
            writes.add(() -> cell.writer().write(write));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int at = 0; at < contents; at += 500)
                for (var outcome : threads.invokeAll(writes.subList(at, Math.min(at + 500, contents))))
                    assertThat(outcome.get()).isInstanceOf(WriteOutcome.Written.class);
        }
    }

    private static CellWrite write(int i, Moderator moderator) {
        String text = "message " + i + " with " + WORDS.get(i % WORDS.size());
        Judgement judgement =
                moderator.conclude(content(text), moderator.observe(content(text), ALL, Deadline.NONE), Facts.NONE);
        var account = new AccountRef(
                ByteBuffer.allocate(32).putInt(i / WORDS.size() % AUTHORS).array());
        return new CellWrite(
                new Author(account, 1, "{}".getBytes(StandardCharsets.UTF_8)),
                new ContentName("client", "m-" + i),
                null,
                REGION + ".s." + i,
                REGION + ".d." + i,
                new Payload(text.getBytes(StandardCharsets.UTF_8), record(judgement), new byte[0]),
                new ReportFacts(
                        "comment",
                        judgement.verdict().wireName(),
                        List.of(),
                        "en",
                        moderator.policies().digest(),
                        false,
                        FIRST.plus(Duration.ofSeconds(i))),
                new EntryFacts(Map.of("verdict", judgement.verdict().wireName())),
                List.of(),
                List.of());
    }

    private static byte[] record(Judgement judgement) {
        String kind = judgement.verdict() instanceof Verdict.Restrict(var actions)
                ? actions.getFirst().kind()
                : "";
        String rules = String.join(
                ",",
                judgement.rules().stream()
                        .map(match -> match.rule().id().value())
                        .toList());
        return (judgement.verdict().wireName() + " " + kind + " " + rules).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> second(String... more) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("policy", TestPolicies.second(directory.resolve("second")).toString());
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        return asked;
    }

    private JobProgress run(Map<String, String> asked) {
        assertThat(desk.run("backtest", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "backtest");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        return end;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> report(JobProgress progress) {
        var report = new HashMap<>((Map<String, Object>) progress.summary().get(REGION.value()));
        // Another in every run, and no part of what was found.
        report.remove("seconds");
        report.remove("to_index");
        return report;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> report, String... path) {
        for (String name : path) report = (Map<String, Object>) report.get(name);
        return report;
    }

    /** Authors are digested under a salt of the run: estimates of two runs differ a little. */
    private static Object withoutEstimates(Object tree) {
        if (!(tree instanceof Map<?, ?> map)) return tree;
        var rest = new TreeMap<String, Object>();
        map.forEach((name, value) -> {
            if (!name.equals("authors")) rest.put((String) name, withoutEstimates(value));
        });
        return rest;
    }

    private static long number(Object number) {
        return ((Number) number).longValue();
    }

    @Test
    void saysWhatWouldChangeAndDecidesNothing() throws Exception {
        fill(1_000);
        var before = cell.reader().counts();
        var end = run(second());
        var report = report(end);
        assertThat(end.done()).isEqualTo(1_000);
        assertThat(end.fraction()).isEqualTo(1);
        assertThat(report)
                .containsEntry("messages", 1_000)
                .containsEntry("compared", 1_000)
                .containsEntry("changed", 600)
                .containsEntry("gained", 200)
                .containsEntry("lost", 200);
        assertThat(number(report.get("authors"))).isBetween(AUTHORS - 3L, AUTHORS + 3L);
        assertThat(at(report, "transitions", "restrict>allow")).containsEntry("count", 200);
        assertThat(at(report, "transitions", "allow>hold")).containsEntry("count", 200);
        assertThat(at(report, "transitions", "restrict>restrict")).containsEntry("count", 200);
        assertThat(at(report, "rules", "test.zorkle"))
                .containsEntry("lost", 200)
                .containsEntry("after", 0);
        assertThat(at(report, "rules", "test.blimpish")).containsEntry("gained", 200);
        assertThat((List<?>) at(report, "rules", "test.blimpish").get("gained_examples"))
                .hasSize(3)
                .allSatisfy(id -> assertThat((String) id).startsWith(REGION + ".d."));
        var after = cell.reader().counts();
        assertThat(after.decisions()).isEqualTo(before.decisions());
        assertThat(after.logEntries()).as("one entry says that somebody looked").isEqualTo(before.logEntries() + 1);
    }

    @Test
    void againstAPolicyJudgedNowFindsTheSameAsAgainstItsDecisions() throws Exception {
        fill(500);
        var decided = report(run(second()));
        var judged = report(run(second("against", directory.resolve("first").toString())));
        for (String part : List.of("messages", "changed", "gained", "lost", "transitions"))
            assertThat(judged.get(part)).as(part).isEqualTo(decided.get(part));
    }

    @Test
    void killedAndRestartedReportsAsIfUndisturbed() throws Exception {
        fill(9_000);
        var undisturbed = report(run(second("partitions", "2")));
        var mortal = new MortalDatabase(control);
        onPage = page -> {
            if (page == 4) mortal.kill();
        };
        var doomed = desk(mortal);
        assertThat(doomed.run("backtest", second("partitions", "2"))).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("backtest").orElseThrow().status().isOver());
        var broken = desk.status("backtest").orElseThrow();
        assertThat(broken.status()).isNotEqualTo(Status.COMPLETED);
        assertThat(broken.fraction()).as("some pages were counted").isBetween(0.01, 0.99);
        onPage = _ -> {};
        JobAwait.until(() -> desk.restart("backtest") instanceof JobStart.Started);
        var end = JobAwait.end(desk, "backtest");
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(number(report(end).get("authors"))).isBetween(AUTHORS - 3L, AUTHORS + 3L);
        assertThat(withoutEstimates(report(end))).isEqualTo(withoutEstimates(undisturbed));
    }

    @Test
    void countsWhomItCannotJudge() throws Exception {
        fill(500);
        sql(
                "UPDATE account SET state = 'ERASED', wrapped_key = NULL WHERE account_ref = decode(repeat('00', 32), 'hex')");
        sql(
                "UPDATE content SET sealed_content = NULL WHERE content_ref = (SELECT content_ref FROM content c JOIN account a"
                        + " USING (account_ref) WHERE a.state = 'ACTIVE' ORDER BY content_index DESC LIMIT 1)");
        var report = report(run(second()));
        assertThat(report).containsEntry("messages", 494);
        assertThat(at(report, "skipped")).containsOnly(Map.entry("erased", 5), Map.entry("expired", 1));
    }

    private void sql(String sql) {
        database.transact(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    @Test
    void aRuleOnFactsNobodyToldIsLeftOutAndTheOthersAreCompared() throws Exception {
        fill(500);
        Path other = TestPolicies.write(
                directory.resolve("third"), "3", TestPolicies.rule("frumple", TestPolicies.DEMOTED) + """
                          - id: test.flood
                            when: { count: author.screenings, window: 7m, at_least: 2 }
                            then: { verdict: review, severity: 1 }
                        """);
        var report = report(run(Map.of("policy", other.toString())));
        assertThat(report)
                .containsEntry("compared", 500)
                .containsEntry("changed", 100)
                .containsEntry("gained", 0);
        assertThat(at(report, "transitions")).containsOnlyKeys("allow=allow", "restrict=restrict", "restrict>allow");
        assertThat(at(report, "unknown")).containsOnly(Map.entry("after, untold: author.screenings/PT7M", 500));
    }

    @Test
    void looksOnlyAtTheTimeAndTheSampleAskedFor() throws Exception {
        fill(2_000);
        var hours = report(run(second("from", "2026-11-20T23:50:00Z", "to", "2026-11-20T23:55:00Z")));
        assertThat(hours).containsEntry("messages", 300);
        assertThat(report(run(second("from", "2026-11-21")))).containsEntry("messages", 2_000 - 20 * 60);
        long sampled = number(report(run(second("sample", "500"))).get("messages"));
        assertThat(sampled).isBetween(400L, 600L);
        long share = number(report(run(second("sample", "10%"))).get("messages"));
        assertThat(share).isBetween(140L, 260L);
        assertThat(report(run(second("sample", "1000000")))).containsEntry("messages", 2_000);
    }

    @Test
    void refusesWithEveryFaultAtOnce() {
        var refused = (JobStart.Refused) desk.run(
                "backtest",
                Map.of(
                        "policy", directory.resolve("nowhere").toString(),
                        "from", "yesterday",
                        "sample", "0%",
                        "region", "mars-1",
                        "partitions", "0",
                        "throttle", "-1",
                        "polcy", "x"));
        assertThat(refused.faults().stream().map(ParameterFault::parameter))
                .containsExactlyInAnyOrder("policy", "from", "sample", "region", "partitions", "throttle", "polcy");
        assertThat(((JobStart.Refused) desk.run("backtest", Map.of())).faults())
                .extracting(ParameterFault::message)
                .containsExactly("must be given: the directory of the policy to try, or the name of a stored one");
    }

    @Test
    void willNotGoOnUnderAnotherPolicyThanItBeganWith() throws Exception {
        fill(100);
        var mortal = new MortalDatabase(control);
        onPage = _ -> mortal.kill();
        var doomed = desk(mortal);
        assertThat(doomed.run("backtest", second())).isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("backtest").orElseThrow().status().isOver());
        TestPolicies.write(directory.resolve("second"), "3", TestPolicies.rule("table", TestPolicies.REMOVED));
        assertThat(desk.restart("backtest"))
                .isInstanceOfSatisfying(
                        JobStart.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(ParameterFault::message)
                                .containsExactly("is not what the run began with; start a new run"));
    }
}
