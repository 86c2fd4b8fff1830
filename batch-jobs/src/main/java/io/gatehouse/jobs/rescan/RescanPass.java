package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Judges what parts hold again. */
record RescanPass(
        RunRequest request,
        Moderator moderator,
        Supplier<Overrides> overrides,
        Cells cells,
        StoredContents contents,
        Clock clock)
        implements RegionPass {
    /** Messages of one commit. Each judgement is idempotent; fewer would make Batch's own writes the larger work. */
    private static final int PAGE_SIZE = 500;

    /** A run that may only go slowly goes in small steps: so many pages a second at least. */
    private static final int PAGES_A_SECOND = 10;

    @Override
    public PartWork<StoredPage, JudgedPage> part(RegionRange range) {
        return part(range, _ -> {});
    }

    @Override
    public PartWork<StoredPage, JudgedPage> part(RegionRange range, IntConsumer pace) {
        RegionId region = range.region();
        var cell = cells.reader(region);
        var tally = new RescanTally();
        var own = new OwnDecisions(region, request.run(), cell);
        return new PartWork<>(
                // The item is a page: what Batch does for an item costs as much as a message.
                1,
                new StoredContentReader(cell, pageSize()),
                _ -> 0,
                new JudgePageAgain(contents, moderator, overrides, own, pace),
                changedVerdicts(region, tally, own));
    }

    /** It reads and judges; what it decides is written by the cell's own thread. */
    @Override
    public boolean givesWay() {
        return true;
    }

    private int pageSize() {
        return (int) Math.clamp(request.throttle() / PAGES_A_SECOND, 1, PAGE_SIZE);
    }

    private ItemStreamWriter<JudgedPage> changedVerdicts(RegionId region, RescanTally tally, OwnDecisions own) {
        return request.dryRun()
                ? new CountedOnly(tally)
                : new ChangedVerdicts(cells.writer(region), contents, moderator, tally, own, clock);
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = new RescanTally();
        parts.forEach(tally::read);
        var summary = new RegionSummary(
                range, moderator.policies().digest(), request.dryRun(), tally, worked.toMillis() / 1e3);
        return new RegionEnd(summary.toJson(), summary.toEvidence());
    }
}
