package io.gatehouse.jobs.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
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
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.TrafficReader;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backtest on a real cell, a real control database and real policies of made-up words. */
abstract class RealBacktest {
    static final RegionId REGION = RealCell.REGION;
    static final Permissions ALL = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
    static final Instant FIRST = Instant.parse("2026-11-20T23:40:00Z");
    static final int AUTHORS = 100;

    @TempDir
    Path directory;

    TestPolicies policies;
    Database control;
    RealCell cell;
    JobDesk desk;
    Runnable onPage = () -> {};
    /** The same lots at every repeat of a test. */
    final SplittableRandom random = new SplittableRandom(7);

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        control = ControlDatabase.emptied();
        cell = new WatchedCell(directory);
        desk = desk(control);
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
    }

    JobDesk desk(Database jobs) {
        var job = new RegionJob(
                new Backtest(cell, policies, new PlainPast()), cell, ScreeningPace.IDLE, random, Clock.systemUTC());
        return JobDesk.open(jobs, List.of(job));
    }

    /** Tells when a page is read. */
    private final class WatchedCell extends RealCell {
        WatchedCell(Path directory) {
            super(directory);
        }

        @Override
        public TrafficReader traffic(RegionId region) {
            var real = super.traffic(region);
            return new TrafficReader() {
                @Override
                public List<PastDecision> past(PastTraffic wanted, long fromIndex, long toIndex) {
                    onPage.run();
                    return real.past(wanted, fromIndex, toIndex);
                }

                @Override
                public List<String> drawn(PastTraffic wanted, long fromIndex, long toIndex) {
                    return real.drawn(wanted, fromIndex, toIndex);
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
    void fill(int contents) throws Exception {
        cell.fill(contents, i -> write(i, policies.active()));
    }

    private static CellWrite write(int i, Moderator moderator) {
        String text = RealCell.text(i);
        Judgement judgement =
                moderator.conclude(content(text), moderator.observe(content(text), ALL, Deadline.NONE), Facts.NONE);
        return RealCell.write(
                i,
                i / 5 % AUTHORS,
                new Payload(text.getBytes(StandardCharsets.UTF_8), record(judgement), new byte[0]),
                new ReportFacts(
                        "comment",
                        judgement.verdict().wireName(),
                        List.of(),
                        "en",
                        moderator.policies().digest(),
                        false,
                        FIRST.plus(Duration.ofSeconds(i))));
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

    Map<String, String> second(String... more) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("policy", TestPolicies.second(directory.resolve("second")).toString());
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        return asked;
    }

    JobProgress run(Map<String, String> asked) {
        assertThat(desk.run("backtest", asked)).isInstanceOf(JobStart.Started.class);
        var end = JobAwait.end(desk, "backtest");
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        return end;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> report(JobProgress progress) {
        var report = new HashMap<>((Map<String, Object>) progress.summary().get(REGION.value()));
        // Another in every run, and no part of what was found.
        report.remove("seconds");
        report.remove("to_index");
        return report;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> at(Map<String, Object> report, String... path) {
        for (String name : path) report = (Map<String, Object>) report.get(name);
        return report;
    }

    /** Authors are digested under a salt of the run: estimates of two runs differ a little. */
    static Object withoutEstimates(Object tree) {
        if (!(tree instanceof Map<?, ?> map)) return tree;
        var rest = new TreeMap<String, Object>();
        map.forEach((name, value) -> {
            if (!name.equals("authors")) rest.put((String) name, withoutEstimates(value));
        });
        return rest;
    }

    static long number(Object number) {
        return ((Number) number).longValue();
    }
}
