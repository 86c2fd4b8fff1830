package io.gatehouse.jobs.kill;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.KeptCell;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.SmallSteps;
import io.gatehouse.jobs.archive.ArchiveJob;
import io.gatehouse.jobs.backtest.Backtest;
import io.gatehouse.jobs.backtest.PlainPast;
import io.gatehouse.jobs.orphans.OrphansJob;
import io.gatehouse.jobs.quality.QualityJob;
import io.gatehouse.jobs.replay.PlainCases;
import io.gatehouse.jobs.replay.ReplayJob;
import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.jobs.rescan.TestPolicies;
import io.gatehouse.jobs.retention.RetentionJob;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.rights.RetentionRules;
import io.gatehouse.residency.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs that go through one cell, each with contents of its own round: numbers from {@code round * SPAN} on. */
final class KeptCellSubjects {
    /** Contents of a round have numbers below the next round's. */
    private static final int SPAN = 1_000;

    /** Of a chunk at most. */
    private static final int ITEMS = 4;
    /** That a page is made of, where items are pages. */
    private static final long INDICES = 7;

    private static final String REGION = RealCell.REGION.value();

    final KeptCell cell;
    final TestPolicies policies;
    private final Path directory;
    private final String second;
    private final AtomicLong firstIndex = new AtomicLong();

    KeptCellSubjects(Path directory) {
        this.directory = directory;
        this.cell = new KeptCell(directory);
        this.policies = new TestPolicies(directory);
        this.second = TestPolicies.second(directory.resolve("second")).toString();
    }

    private abstract class OnCell implements KillMatrix.Subject {
        final int contents;

        OnCell(int contents) {
            this.contents = contents;
        }

        abstract RegionTask task();

        /** Facts of its entry that a round shares with all others. */
        List<String> facts() {
            return List.of();
        }

        /** A few at a time, so that there are a first chunk, one amid others, and a last. */
        RegionTask inSteps() {
            return new SmallSteps(task(), ITEMS, INDICES, firstIndex::get);
        }

        @Override
        public BatchJob job() {
            return new RegionJob(inSteps(), cell, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
        }

        @Override
        public void prepare(int round) throws Exception {
            firstIndex.set(cell.reader(RealCell.REGION).nextIndex());
            cell.fill(contents, i -> write(round, i));
        }

        CellWrite write(int round, int i) {
            return cell.said(round * SPAN + i, "allow", KeptCell.OLD, List.of());
        }

        @Override
        public Map<String, String> asked(int round) {
            var asked = new TreeMap<String, String>();
            asked.put("region", REGION);
            // One part has all kinds of boundaries that two have.
            asked.put("partitions", "1");
            return asked;
        }

        /** Contents by their number in the round; of each what was said and decided, oldest first. */
        @Override
        public List<String> export(int round) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < contents; i++) {
                String id = REGION + ".s." + (round * SPAN + i);
                var line = new StringBuilder("content " + i);
                for (var decision :
                        cell.texts("SELECT d.decision_id FROM decision d JOIN content c USING (content_index)"
                                + " WHERE c.screening_id = '" + id + "' ORDER BY d.log_index")) {
                    var stored = cell.reader(RealCell.REGION).decision(decision).orElseThrow();
                    line.append(' ')
                            .append(stored.report().verdict())
                            .append(stored.payload()
                                    .map(payload ->
                                            "[" + words(payload.content()) + "|" + words(payload.record()) + "]")
                                    .orElse("[gone]"));
                }
                line.append(cell.texts("SELECT ' archived ' || (archive_segment IS NOT NULL) FROM content"
                        + " WHERE screening_id = '" + id + "'"));
                lines.add(line.toString());
            }
            if (!facts().isEmpty())
                lines.addAll(cell.facts(task().name(), firstIndex.get(), facts().toArray(String[]::new)));
            return lines;
        }
    }

    /** Without numbers, which say the round. */
    private static String words(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replaceAll("[0-9]+", "#");
    }

    /** For jobs that look at all that there is. */
    private void forgetEarlierRounds() {
        cell.sql("DELETE FROM content");
        cell.sql("DELETE FROM decision");
    }

    /** How often the log says that a run of the job ended, for each run that did. */
    private String entries(String kind) {
        return "entries "
                + cell.texts("SELECT (count(*) = count(DISTINCT convert_from(entry, 'UTF8')::json ->> 'id'))::text"
                        + " FROM log_entry WHERE convert_from(entry, 'UTF8')::json ->> 'kind' = '" + kind + "'");
    }

    KillMatrix.Subject rescan() {
        return new OnCell(20) {
            @Override
            List<String> facts() {
                return List.of("judged", "changed", "unchanged", "skipped", "degraded");
            }

            @Override
            RegionTask task() {
                return new Rescan(cell, policies, new PlainContents(), Clock.systemUTC());
            }

            @Override
            CellWrite write(int round, int i) {
                String text = RealCell.text(i);
                var verdict = PlainContents.judge(text, policies.active());
                return RealCell.write(
                        round * SPAN + i,
                        i % 5,
                        PlainContents.payload(text, verdict),
                        PlainContents.report(verdict, policies.active()));
            }

            @Override
            public Map<String, String> asked(int round) {
                var asked = super.asked(round);
                asked.put("policies", second);
                asked.put("from", Long.toString(firstIndex.get()));
                return asked;
            }
        };
    }

    KillMatrix.Subject archive() {
        return new OnCell(20) {
            @Override
            List<String> facts() {
                return List.of("contents", "decisions", "segments");
            }

            @Override
            RegionTask task() {
                return new ArchiveJob(cell, Clock.systemUTC());
            }
        };
    }

    KillMatrix.Subject retention() {
        var rules = new RetentionRules(
                List.of(rule("words", RetentionRules.Kept.CONTENT), rule("records", RetentionRules.Kept.DECISION)));
        return new OnCell(12) {
            @Override
            List<String> facts() {
                return List.of("contents_ended", "records_ended");
            }

            @Override
            RegionTask task() {
                return new RetentionJob(cell, rules, Clock.systemUTC());
            }

            @Override
            public void prepare(int round) throws Exception {
                forgetEarlierRounds();
                cell.fill(1, _ -> cell.said(round * SPAN + 900, "restrict", Instant.now(), List.of()));
                cell.picture((round * SPAN + 900) % 7, "r" + round);
                super.prepare(round);
            }

            @Override
            CellWrite write(int round, int i) {
                return cell.said(
                        round * SPAN + i,
                        i == 3 ? "restrict" : "allow",
                        KeptCell.OLD,
                        i == 1 ? List.of(REGION + ".m.r" + round) : List.of());
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(super.export(round));
                lines.add("picture "
                        + cell.store().head(new ObjectKey("media/r" + round)).isPresent());
                lines.add("rows "
                        + cell.texts("SELECT count(*)::text FROM media WHERE object_key = 'media/r" + round + "'"));
                lines.add("noted " + cell.texts("SELECT object_key FROM erased_object"));
                lines.add("deletions "
                        + cell.texts("SELECT count(*)::text FROM log_entry WHERE log_index >= " + firstIndex.get()
                                + " AND convert_from(entry, 'UTF8')::json ->> 'kind' = 'content-deleted'"
                                + " AND (convert_from(entry, 'UTF8')::json -> 'facts' ->> 'decision_index')::bigint >= "
                                + firstIndex.get()));
                lines.add(entries("retention"));
                return lines;
            }
        };
    }

    private static RetentionRules.Rule rule(String id, RetentionRules.Kept kept) {
        return new RetentionRules.Rule(
                id,
                kept,
                Set.of(),
                Set.of("allow"),
                Period.ofMonths(6),
                "a test",
                Optional.empty(),
                Optional.empty(),
                false);
    }

    KillMatrix.Subject orphans() {
        return new OnCell(1) {
            private final List<String> names = List.of("media/a", "media/m", "media/z", "archive/k");

            @Override
            List<String> facts() {
                return List.of("objects_without_row", "removed");
            }

            @Override
            RegionTask task() {
                return new OrphansJob(cell, Clock.systemUTC());
            }

            /** Parts of keys, one a chunk. */
            @Override
            RegionTask inSteps() {
                return task();
            }

            @Override
            public void prepare(int round) throws Exception {
                super.prepare(round);
                for (var name : names) {
                    var key = new ObjectKey(name + "r" + round + "r");
                    cell.put(key, "nobody's");
                    cell.age(key, Duration.ofDays(9));
                }
                cell.store().delete(cell.picture(round * SPAN % 7, "lostr" + round + "r"));
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(super.export(round));
                for (var name : names)
                    lines.add(name + " "
                            + cell.store()
                                    .head(new ObjectKey(name + "r" + round + "r"))
                                    .isPresent());
                lines.addAll(
                        cell.texts("SELECT kind || ' ' || what || ' ' || state FROM misplacement WHERE what LIKE '%r"
                                + round + "r'"));
                lines.add(entries("orphans"));
                return KillMatrix.relative(lines, "r" + round + "r");
            }
        };
    }

    KillMatrix.Subject quality() {
        return new OnCell(10) {
            @Override
            RegionTask task() {
                return new QualityJob(cell, Clock.systemUTC());
            }

            /** Days, one a chunk. */
            @Override
            RegionTask inSteps() {
                return task();
            }

            @Override
            public void prepare(int round) throws Exception {
                super.prepare(round);
                cell.sql("DELETE FROM review_case");
                cell.sql("DELETE FROM quality_measure");
                Instant at = Instant.now().minus(Duration.ofDays(2));
                cell.sql(
                        "INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority,"
                                + " opened_at, outcome, facts, resolved_at, unfounded)"
                                + " SELECT '" + REGION + ".c.' || i, 'NOTICE', 'RESOLVED', '" + REGION + ".d.' || ("
                                + round * SPAN + " + i), 'comment', '{}', 'en', 50, '" + at
                                + "', CASE i % 3 WHEN 0 THEN 'restrict'"
                                + " ELSE 'allow' END, '{}', '" + at + "', false FROM generate_series(0, 9) AS i");
            }

            @Override
            public Map<String, String> asked(int round) {
                var asked = super.asked(round);
                asked.put("days", "4");
                return asked;
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(
                        cell.texts("SELECT category || ' ' || language || ' ' || right_hits || ' ' || wrong_hits || ' '"
                                + " || misses || ' ' || right_passes FROM quality_measure ORDER BY 1"));
                lines.addAll(cell.facts("quality", firstIndex.get(), "cases", "measures", "drifted"));
                return lines;
            }
        };
    }

    /** Writes nothing but its report and an entry: all that there is of it is in the job's record. */
    KillMatrix.Subject replay() {
        return new OnCell(20) {
            @Override
            List<String> facts() {
                return List.of("replayed", "same", "different", "skipped");
            }

            @Override
            RegionTask task() {
                return new ReplayJob(cell, policies, new PlainCases(), Clock.systemUTC());
            }

            @Override
            CellWrite write(int round, int i) {
                String text = RealCell.text(i);
                var verdict = PlainContents.judge(RealCell.text(i == 7 ? 0 : i), policies.active());
                return RealCell.write(
                        round * SPAN + i,
                        i % 5,
                        PlainContents.payload(text, verdict),
                        PlainContents.report(verdict, policies.active()));
            }

            @Override
            public Map<String, String> asked(int round) {
                var asked = super.asked(round);
                asked.put("sample", "100%");
                return asked;
            }

            @Override
            public void prepare(int round) throws Exception {
                forgetEarlierRounds();
                super.prepare(round);
            }

            /** What the entry of the newest run says, which is what the run counted. */
            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(super.export(round));
                lines.addAll(cell.texts("SELECT (convert_from(entry, 'UTF8')::json -> 'facts' -> 'different')::text"
                        + " FROM log_entry WHERE log_index >= " + firstIndex.get()
                        + " AND convert_from(entry, 'UTF8')::json ->> 'kind' = 'replay'"));
                return lines;
            }
        };
    }

    /** As {@link #replay}. */
    KillMatrix.Subject backtest() {
        return new OnCell(20) {
            @Override
            List<String> facts() {
                return List.of("judged", "compared", "changed", "gained", "lost", "skipped");
            }

            @Override
            RegionTask task() {
                return new Backtest(cell, policies, new PlainPast());
            }

            @Override
            CellWrite write(int round, int i) {
                String text = RealCell.text(i);
                var verdict = PlainContents.judge(text, policies.active());
                return RealCell.write(
                        round * SPAN + i,
                        i % 5,
                        PlainContents.payload(text, verdict),
                        new ReportFacts(
                                "comment",
                                verdict.wireName(),
                                List.of(),
                                "en",
                                policies.active().policies().digest(),
                                false,
                                KeptCell.OLD));
            }

            @Override
            public void prepare(int round) throws Exception {
                forgetEarlierRounds();
                super.prepare(round);
            }

            @Override
            public Map<String, String> asked(int round) {
                var asked = super.asked(round);
                asked.put("policy", second);
                return asked;
            }

            @Override
            public List<String> export(int round) {
                var lines = new ArrayList<>(super.export(round));
                lines.addAll(cell.texts("SELECT (convert_from(entry, 'UTF8')::json -> 'facts' ->> 'judged') || ' '"
                        + " || (convert_from(entry, 'UTF8')::json -> 'facts' -> 'changed')::text"
                        + " FROM log_entry WHERE log_index >= " + firstIndex.get()
                        + " AND convert_from(entry, 'UTF8')::json ->> 'kind' = 'backtest'"));
                return lines;
            }
        };
    }
}
