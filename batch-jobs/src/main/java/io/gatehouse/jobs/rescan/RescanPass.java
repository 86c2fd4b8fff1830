package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    /** Each item's judgement is idempotent; fewer a commit would make Batch's own writes the larger work. */
    private static final int CHUNK_SIZE = 500;

    @Override
    public PartWork<StoredDecision, Rejudged> part(RegionRange range) {
        RegionId region = range.region();
        var cell = cells.reader(region);
        var tally = new RescanTally();
        var own = new OwnDecisions(region, request.run(), cell);
        return new PartWork<>(
                CHUNK_SIZE,
                new StoredContentReader(cell, CHUNK_SIZE),
                _ -> 1,
                new JudgeAgain(contents, moderator, overrides, tally, own), // null drops the item: the verdict stands
                changedVerdicts(region, tally, own));
    }

    private ItemStreamWriter<Rejudged> changedVerdicts(RegionId region, RescanTally tally, OwnDecisions own) {
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
