package io.gatehouse.jobs.attestation;

import io.gatehouse.jobs.Cells;
import io.gatehouse.residency.attestation.Attester;
import io.gatehouse.residency.region.RegionId;
import java.util.Map;

/** The cells that this process serves, lent to the job that attests what they hold. */
public interface AttestedCells extends Cells {
    Attester attester(RegionId region);

    /** What is attested and stands in no table, as {@link Attester#attest} takes it. */
    Map<String, String> facts(RegionId region);
}
