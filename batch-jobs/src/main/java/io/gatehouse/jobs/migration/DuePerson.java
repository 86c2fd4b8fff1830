package io.gatehouse.jobs.migration;

import io.gatehouse.residency.cell.Departures.Resident;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.residency.region.RegionId;

/** Somebody whose move is due. */
record DuePerson(Resident resident, HomeRegion.Resolved home) {
    RegionId to() {
        return home.region();
    }

    /** Those with the same basis may pass the gate together; a change of residence is about one person. */
    LegalBasisClaim basis() {
        return home.standing() instanceof Standing.MoveDue(var _, var since, var reason)
                        && reason == Standing.Reason.HOMES_CHANGED
                ? new LegalBasisClaim.HomesChanged(home.country(), since)
                : new LegalBasisClaim.ResidenceChange(home);
    }

    /** For the throttle, which counts messages. */
    int messages() {
        return (int) Math.min(Integer.MAX_VALUE, resident.counts().contents());
    }
}
