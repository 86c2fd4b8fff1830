package io.gatehouse.jobs.erasure;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureProof;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.Erasures;

/** The cells that this process serves, and the erasures that it carries out. */
public interface ErasureCells extends Cells {
    ErasureSite site(RegionId region);

    /** The same that works on them beside requests: it lets one thread at a time work on each. */
    Erasures erasures();

    ErasureProof proof(RegionId home);
}
