package io.gatehouse.jobs.retromatch;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.jobs.retromatch.KnownHashes.NewHashes;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.bank.Due;
import io.gatehouse.residency.cell.MediaHashes.Seen;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Goes through what was seen in media, part by part. */
final class RetroPass implements RegionPass {
    /** What was seen in a long video takes 40 KB. */
    private static final int CHUNK_SIZE = 100;

    /** Not all of a medium was compared. */
    static final String IN_PART = "compared_in_part";

    private final RunRequest request;
    private final Moderator moderator;
    private final Supplier<Overrides> overrides;
    private final Cells cells;
    private final KnownHashes hashes;
    private final Function<RegionId, Due> due;
    private final StoredContents contents;
    private final Clock clock;
    /** Laid out once for all parts of a region. */
    private final Map<RegionId, NewHashes> loaded = new ConcurrentHashMap<>();

    RetroPass(
            RunRequest request,
            Moderator moderator,
            Supplier<Overrides> overrides,
            Cells cells,
            KnownHashes hashes,
            Function<RegionId, Due> due,
            StoredContents contents,
            Clock clock) {
        this.request = request;
        this.moderator = moderator;
        this.overrides = overrides;
        this.cells = cells;
        this.hashes = hashes;
        this.due = due;
        this.contents = contents;
        this.clock = clock;
    }

    private NewHashes wanted(RegionId region) {
        return loaded.computeIfAbsent(region, it -> hashes.load(it, due.apply(it)));
    }

    @Override
    public PartWork<Seen, Seen> part(RegionRange range) {
        var region = range.region();
        var tally = new RetroTally();
        return new PartWork<>(
                CHUNK_SIZE,
                new SeenReader(region),
                _ -> 1,
                near(region, tally),
                new Findings(
                        region,
                        request,
                        cells,
                        hashes,
                        wanted(region),
                        contents,
                        new Findings.Judge(moderator, overrides),
                        tally,
                        clock));
    }

    /** Null, which drops the medium, when none of the new hashes is near it. */
    private ItemProcessor<Seen, Seen> near(RegionId region, RetroTally tally) {
        var wanted = wanted(region);
        return seen -> {
            try {
                var nearness = wanted.areNear(seen);
                // Counted once it is known: a cell that was away is asked again.
                tally.asked();
                if (nearness.inPart()) tally.skipped(IN_PART);
                return nearness.areNear() ? seen : null;
            } catch (IllegalArgumentException unreadable) {
                tally.asked();
                tally.skipped(SkipLimit.UNREADABLE);
                return null;
            }
        };
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = new RetroTally();
        parts.forEach(tally::read);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("new_hashes", wanted(range.region()).size());
        facts.putAll(tally.facts());
        // They are asked about every hash when somebody has looked.
        facts.put(
                "not_looked_at",
                hashes.notLookedAt(range.region(), due.apply(range.region()).at()));
        facts.put("policy_digest", moderator.policies().digest());
        if (!request.dryRun()) hashes.done(range.region(), due.apply(range.region()));
        var people = new LinkedHashMap<String, Object>(facts);
        people.put("dry_run", request.dryRun());
        people.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(people), new EntryFacts(facts));
    }

    /** What was seen, from wherever an earlier execution committed last. */
    private final class SeenReader implements ItemStreamReader<Seen> {
        private final RegionId region;
        private final Queue<Seen> page = new ArrayDeque<>();
        private long cursor;
        private long to;

        SeenReader(RegionId region) {
            this.region = region;
        }

        @Override
        public void open(ExecutionContext context) {
            to = context.getLong(IndexRanges.TO);
            cursor = context.getLong(IndexRanges.CURSOR, context.getLong(IndexRanges.FROM));
        }

        @Override
        public @Nullable Seen read() {
            // Repeatable when the database is away: nothing moves before the page is here.
            if (page.isEmpty() && cursor < to) page.addAll(hashes.seen(region, cursor, to, CHUNK_SIZE));
            var next = page.poll();
            cursor = next == null ? to : next.number() + 1;
            return next;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putLong(IndexRanges.CURSOR, cursor);
        }
    }
}
