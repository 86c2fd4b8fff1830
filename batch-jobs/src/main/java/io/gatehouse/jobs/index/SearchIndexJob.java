package io.gatehouse.jobs.index;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.JobParameterHelp;
import io.gatehouse.jobs.ParameterFault;
import io.gatehouse.jobs.RegionRange;
import io.gatehouse.jobs.RegionTask;
import io.gatehouse.jobs.RunRequest;
import io.gatehouse.jobs.SkipLimit;
import io.gatehouse.residency.region.RegionId;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the index of a region anew, in place: every document of a range of contents is replaced by what the cell has, while searches
 * and the index's own following go on. Run again at any time; what was stored meanwhile is followed anyway.
 */
public final class SearchIndexJob implements RegionTask {
    private static final String REGION = "region";

    private final CellIndexes indexes;

    public SearchIndexJob(CellIndexes indexes) {
        this.indexes = indexes;
    }

    @Override
    public String name() {
        return "search-index";
    }

    @Override
    public String description() {
        return "Makes the search index of a region anew from what its cell holds.";
    }

    @Override
    public String unit() {
        return "contents";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public String restartsAt() {
        return "2,000 contents a part";
    }

    @Override
    public SkipLimit skips() {
        return SkipLimit.CONTENTS;
    }

    @Override
    public List<JobParameterHelp> parameters() {
        return List.of();
    }

    @Override
    public List<RegionRange> read(Asked asked, List<RegionId> regions) {
        var ranges = new ArrayList<RegionRange>();
        for (var region : regions) {
            if (indexes.index(region).isEmpty()) asked.fault(REGION, region + " has no index: search is switched off");
            else ranges.add(new RegionRange(region, 0, indexes.feed(region).nextIndex()));
        }
        return ranges;
    }

    @Override
    public Readiness ready(RunRequest request) {
        var faults = request.ranges().stream()
                .filter(range -> indexes.index(range.region()).isEmpty())
                .map(range -> new ParameterFault(REGION, range.region() + " has no index: search is switched off"))
                .toList();
        return faults.isEmpty()
                ? new Readiness.Ready(new SearchIndexPass(request, indexes))
                : new Readiness.Refused(faults);
    }
}
