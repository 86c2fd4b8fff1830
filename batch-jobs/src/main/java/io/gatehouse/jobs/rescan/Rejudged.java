package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.StoredDecision;

/** Content on which another verdict must stand. */
record Rejudged(
        StoredDecision superseded, StoredContents.Opened.Judgeable opened, Judgement judgement, Overrides overrides) {
    Change change() {
        return new Change(
                VerdictChange.name(opened.verdict(), judgement.verdict()),
                !judgement.degraded().isEmpty(),
                superseded.report().policyDigest());
    }

    /**
     * What is counted of a changed verdict.
     *
     * @param name {@code allow>restrict}
     */
    record Change(String name, boolean degraded, String supersededPolicy) {}
}
