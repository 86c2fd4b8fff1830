package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.DerivedId;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.region.RegionId;
import java.util.Optional;

/**
 * What a run has decided itself. The cell and the job's record are two databases, so a process can die after a
 * decision and before its count: the next execution meets its own decision standing, and counts it then.
 */
final class OwnDecisions {
    private final RegionId region;
    private final String run;
    private final CellReader cell;

    OwnDecisions(RegionId region, String run, CellReader cell) {
        this.region = region;
        this.run = run;
        this.cell = cell;
    }

    /** The one id with which this run supersedes a decision. */
    String idFor(String superseded) {
        return DerivedId.ofDecision(region, run, superseded);
    }

    /** The change that this decision was, when this run made it. */
    Optional<Rejudged.Change> changeOf(StoredDecision standing) {
        return standing.supersedes()
                .filter(superseded -> standing.decisionId().equals(idFor(superseded)))
                .flatMap(cell::decision)
                .map(superseded -> new Rejudged.Change(
                        superseded.report().verdict() + ">" + standing.report().verdict(),
                        standing.report().degraded(),
                        superseded.report().policyDigest()));
    }
}
