package io.gatehouse.service.job;

import io.gatehouse.jobs.erasure.ErasureCells;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureProof;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.Erasures;
import java.util.SortedSet;

/** The erasures of this process, lent to the job that completes them. */
record ServedErasures(ServedCells cells, Erasures erasures, AccountDirectory directory) implements ErasureCells {
    @Override
    public ErasureSite site(RegionId region) {
        return cells.site(region);
    }

    @Override
    public ErasureProof proof(RegionId home) {
        return new ErasureProof(site(home), erasures.sites(), directory);
    }

    @Override
    public SortedSet<RegionId> served() {
        return cells.served();
    }

    @Override
    public CellReader reader(RegionId region) {
        return cells.reader(region);
    }

    @Override
    public CellWriter writer(RegionId region) {
        return cells.writer(region);
    }
}
