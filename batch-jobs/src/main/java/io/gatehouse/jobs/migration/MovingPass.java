package io.gatehouse.jobs.migration;

import io.gatehouse.jobs.RegionPass;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.migration.PeopleMover;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import tools.jackson.databind.json.JsonMapper;

/** Moves those whom parts hold, or rehearses it. */
record MovingPass(
        RunRequest request,
        MoveEveryone.Wanted wanted,
        MovingCells cells,
        PeopleMover mover,
        HomeRegionResolver resolver)
        implements RegionPass {
    /** People who share steps: enough for full pages, few enough that nobody is away from writing for long. */
    static final int CHUNK_SIZE = 100;
    /** What was measured on two processors, verification included (docs/measurements.md); for estimates only. */
    private static final double MESSAGES_PER_SECOND = 1_500;
    /** Sealed anew and read back, likewise. */
    private static final double BYTES_PER_SECOND = 100e6;

    @Override
    public PartWork<DuePerson, DuePerson> part(RegionRange range) {
        var tally = new MovingTally();
        var from = cells.end(range.region());
        return new PartWork<>(
                CHUNK_SIZE,
                new DueReader(from.cell().departures(), wanted, resolver, tally),
                DuePerson::messages,
                person -> person,
                request.dryRun() ? new Rehearsal(from, cells, tally) : new Movements(from, cells, mover, tally));
    }

    @Override
    public RegionEnd conclude(RegionRange range, List<ExecutionContext> parts, Duration worked) {
        var tally = new MovingTally();
        parts.forEach(tally::read);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("date", wanted.date().toString());
        for (var name : List.of("seen", "people", "contents", "decisions", "keys", "media", "bytes"))
            facts.put(name, tally.get(name));
        facts.put("people_to", tally.to());
        facts.put("failed", tally.failed());
        var evidence = new EntryFacts(Map.copyOf(facts));
        if (request.dryRun()) facts.put("estimated_seconds", estimate(tally));
        facts.put("dry_run", request.dryRun());
        facts.put("seconds", Math.round(worked.toMillis() / 100.0) / 10.0);
        return new RegionEnd(JsonMapper.shared().writeValueAsString(facts), evidence);
    }

    private long estimate(MovingTally tally) {
        double pace = Math.min(request.throttle(), MESSAGES_PER_SECOND);
        return Math.round(Math.ceil(tally.get("contents") / pace + tally.get("bytes") / BYTES_PER_SECOND));
    }
}
