package io.gatehouse.service.migration;

import io.gatehouse.jobs.migration.MovingCells;
import io.gatehouse.jobs.sweep.SweptCells;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The cells of this process with their stores, one at a time, lent to jobs that move people or look for what lies wrong. */
@Component
public final class ServedEnds implements MovingCells, SweptCells {
    private final ServedRegions regions;
    private final MoveGate gate;
    private final NewIds ids;

    ServedEnds(ServedRegions regions, MoveGate gate, NewIds ids) {
        this.regions = regions;
        this.gate = gate;
        this.ids = ids;
    }

    @Override
    public SortedSet<RegionId> served() {
        var served = new TreeSet<RegionId>();
        for (var region : regions.topology().regions()) if (regions.serves(region.id())) served.add(region.id());
        return served;
    }

    @Override
    public boolean serves(RegionId region) {
        return regions.serves(region);
    }

    @Override
    public CellEnd end(RegionId region) {
        return MigrationDesk.end(regions.orMisdirected(region));
    }

    @Override
    public boolean isSameJurisdiction(RegionId one, RegionId other) {
        return known(one).jurisdiction().equals(known(other).jurisdiction());
    }

    private Region known(RegionId region) {
        return regions.topology().region(region).orElseThrow();
    }

    @Override
    public String migrationId(RegionId from) {
        return ids.migration(from);
    }

    @Override
    public Passage pass(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.pass(from, to, basis, people);
    }

    @Override
    public Ruling rule(RegionId from, RegionId to, LegalBasisClaim basis, long people) {
        return gate.rule(from, to, basis, people);
    }
}
