package io.gatehouse.jobs.sweep;

import io.gatehouse.jobs.IndexRanges;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.Tally;
import io.gatehouse.jobs.sweep.RegionSweep.Finding;
import io.gatehouse.jobs.sweep.RegionSweep.Swept;
import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.cell.CellSweep.Found;
import io.gatehouse.residency.cell.MisplacementCase;
import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Makes cases of what was found, and counts. A case that is open already is only seen again: whoever dies is repeated. */
final class SweepCases implements ItemStreamWriter<Swept> {
    private static final Logger LOG = LoggerFactory.getLogger(SweepCases.class);

    static final String BREACHES = "candidate_breaches";
    static final String REPAIRABLE = "repairable";
    /** What was found beyond {@link CellSweep#MOST_CASES} of a part of the run, and only counted. */
    static final String NOT_KEPT = "not_kept";

    private static final String KEPT = "kept";

    private final RunRequest request;
    private final RegionId region;
    private final CellSweep cases;
    private final Clock clock;
    private final Tally tally = new Tally();
    private long done;

    SweepCases(RunRequest request, RegionId region, CellSweep cases, Clock clock) {
        this.request = request;
        this.region = region;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    public void open(ExecutionContext context) {
        tally.read(context);
        done = context.getLong(IndexRanges.DONE, 0);
    }

    @Override
    public void write(Chunk<? extends Swept> chunk) {
        for (var swept : chunk.getItems()) {
            String group = swept.part().group() + ".";
            long room = Math.max(0, CellSweep.MOST_CASES - tally.get(KEPT));
            var kept = swept.found().stream().limit(room).toList();
            if (!request.dryRun())
                cases.record(recorded(kept), request.run(), clock.instant()).forEach(this::tell);
            for (var each : swept.found()) count(group, each);
            tally.add(KEPT, kept.size());
            int rest = swept.found().size() - kept.size();
            if (rest > 0) tally.add(group + NOT_KEPT, rest);
            swept.counts().forEach((name, count) -> tally.add(group + name, count));
            done += swept.counts().getOrDefault("objects", 0L)
                    + swept.counts().getOrDefault("tables", 0L)
                    + swept.counts().getOrDefault("accounts", 0L);
        }
    }

    private void count(String group, Finding found) {
        tally.add(group + found.misplacement().kind().wireName(), 1);
        if (found.misplacement().candidateBreach()) tally.add(group + BREACHES, 1);
        if (found.isMendable()) tally.add(group + REPAIRABLE, 1);
    }

    private static List<Found> recorded(List<Finding> found) {
        return found.stream().map(each -> new Found(each.misplacement(), false)).toList();
    }

    private void tell(MisplacementCase opened) {
        var misplacement = opened.misplacement();
        if (misplacement.candidateBreach())
            LOG.error(
                    "candidate breach in {}: case {} ({}); if it is one, the authority must be told by {}",
                    region,
                    opened.caseId(),
                    misplacement.kind().wireName(),
                    opened.notifyBy().orElseThrow());
        else
            LOG.warn(
                    "misplacement in {}: case {} ({})",
                    region,
                    opened.caseId(),
                    misplacement.kind().wireName());
    }

    @Override
    public void update(ExecutionContext context) {
        tally.write(context, done);
    }
}
