package io.gatehouse.service.report;

import io.gatehouse.jobs.report.RecordedCells;
import io.gatehouse.residency.casework.CaseworkCounts;
import io.gatehouse.residency.casework.CountedRecords;
import io.gatehouse.residency.casework.LogCounts;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The cells of this process, lent to reports. */
@Component
public final class ServedRecords implements RecordedCells {
    private final ServedRegions regions;

    ServedRecords(ServedRegions regions) {
        this.regions = regions;
    }

    /** Every region there is, served here or not, in the topology's order. */
    public List<RegionId> topology() {
        return regions.topology().regions().stream().map(Region::id).toList();
    }

    @Override
    public SortedSet<RegionId> served() {
        var served = new TreeSet<RegionId>();
        for (var region : topology()) if (regions.serves(region)) served.add(region);
        return served;
    }

    @Override
    public CellReader reader(RegionId region) {
        return regions.orMisdirected(region).cell().reader();
    }

    @Override
    public CellWriter writer(RegionId region) {
        return regions.orMisdirected(region).cell().writer();
    }

    @Override
    public CountedRecords records(RegionId region) {
        return new CountedRecords(regions.orMisdirected(region).cell());
    }

    @Override
    public CaseworkCounts casework(RegionId region) {
        return new CaseworkCounts(regions.orMisdirected(region).cell());
    }

    @Override
    public LogCounts log(RegionId region) {
        return new LogCounts(regions.orMisdirected(region).cell());
    }
}
