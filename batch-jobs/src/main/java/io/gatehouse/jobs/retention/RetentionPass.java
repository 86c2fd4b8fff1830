package io.gatehouse.jobs.retention;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.residency.cell.Retention;
import io.gatehouse.residency.cell.Retention.Stored;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.rights.RetentionRules;
import io.gatehouse.residency.rights.RetentionRules.Kept;
import io.gatehouse.residency.search.AskedQuestions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Goes through what parts hold, and ends what is over. */
record RetentionPass(RunRequest request, RetentionRules rules, LocalDate day, RetentionCells cells, Clock clock)
        implements RegionPass {
    /** Each ends in a transaction that others wait for; the cursor is worth more than these. */
    private static final int CHUNK_SIZE = 100;

    private static final int PAGE = 1_000;
    /** Whoever was restricted may complain for six months (DSA Art. 20(1)); 184 days is the longest that can be. */
    private static final Duration COMPLAINTS = Duration.ofDays(184);

    private static final String ALLOW = "allow";

    @Override
    public PartWork<Stored, Due> part(RegionRange range) {
        var tally = new Tally();
        return new PartWork<>(
                CHUNK_SIZE,
                new Rows(cells.site(range.region()).cell().retention()),
                _ -> 1,
                due(tally),
                new Endings(request, range.region(), cells, tally, clock));
    }

    /** Null, which drops it, for what is kept. */
    private ItemProcessor<Stored, Due> due(Tally tally) {
        return stored -> {
            tally.add(Endings.PASSED, 1);
            var words = over(stored.hasWords(), Kept.CONTENT, stored, stored.saidAt());
            var records = over(stored.hasRecords(), Kept.DECISION, stored, stored.decidedAt());
            if (words == null && records == null) return null;
            var why = kept(stored);
            if (why != null) {
                tally.add(Endings.SKIPPED + why, 1);
                return null;
            }
            // A record without words can be counted; words without a record could not be judged by anybody.
            if (words == null && stored.hasWords()) {
                tally.add(Endings.SKIPPED + "words_are_kept", 1);
                return null;
            }
            return new Due(stored, words, records);
        };
    }

    private @Nullable String over(boolean isThere, Kept kept, Stored stored, Instant since) {
        if (!isThere) return null;
        return rules.rule(kept, stored.surface(), stored.verdict(), day)
                .filter(rule -> since.isBefore(rule.keptSince(day)))
                .map(RetentionRules.Rule::id)
                .orElse(null);
    }

    /** Why something over is kept all the same. */
    private @Nullable String kept(Stored stored) {
        if (stored.held()) return "held";
        if (stored.openCase()) return "open_case";
        if (!stored.verdict().equals(ALLOW)
                && stored.decidedAt().isAfter(clock.instant().minus(COMPLAINTS))) return "may_be_complained_about";
        return switch (stored.state()) {
            case ACTIVE -> null;
            case GUEST -> ofGuest(stored);
            case MOVING, MOVED, ERASING, ERASED ->
                "account_" + stored.state().name().toLowerCase(Locale.ROOT);
        };
    }

    /** Only a guest's home knows of holds. */
    private @Nullable String ofGuest(Stored stored) {
        var held = cells.isHeldAtHome(stored.account(), clock.instant());
        if (held.isEmpty()) return "home_did_not_answer";
        return held.get() ? "held" : null;
    }

    private final class Rows implements ItemStreamReader<Stored> {
        private final Retention retention;
        private final Queue<Stored> page = new ArrayDeque<>();
        private long cursor;
        private long to;

        Rows(Retention retention) {
            this.retention = retention;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable Stored read() {
            // Repeatable when the database is away: nothing moves before the page is here.
            if (page.isEmpty() && cursor < to) page.addAll(retention.stored(cursor, to, PAGE, clock.instant()));
            var next = page.poll();
            cursor = next == null ? to : next.contentIndex() + 1;
            return next;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = Tally.of(parts);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("day", day.toString());
        facts.put("looked_at", tally.get(Endings.PASSED));
        // From the log: what a process ended that died before its count is among it. What the run went through ends
        // before it.
        boolean isCounted = request.dryRun() || range.from() == range.to();
        var retention = cells.site(range.region()).cell().retention();
        facts.put(
                "contents_ended",
                isCounted ? tally.under(Endings.WORDS) : retention.ended(Retention.Ended.CONTENT, range.to()));
        facts.put(
                "records_ended",
                isCounted ? tally.under(Endings.RECORDS) : retention.ended(Retention.Ended.RECORDS, range.to()));
        facts.put("kept_all_the_same", tally.under(Endings.SKIPPED));
        var questionsSince = day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(AskedQuestions.KEPT);
        facts.put("questions_kept_since", questionsSince.toString());
        var evidence = new EntryFacts(new LinkedHashMap<>(facts));
        var questions = new AskedQuestions(cells.site(range.region()).cell());
        facts.put(
                "questions_ended",
                request.dryRun() ? questions.askedBefore(questionsSince) : questions.forgetBefore(questionsSince));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence);
    }
}
