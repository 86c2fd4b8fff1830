package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.residency.cell.StoredDecision;

/** Content on which another verdict must stand. */
record Rejudged(StoredDecision superseded, StoredContents.Opened.Judgeable opened, Judgement judgement) {
    Change change() {
        return new Change(
                superseded.decisionId(),
                VerdictChange.name(opened.verdict(), judgement.verdict()),
                !judgement.degraded().isEmpty(),
                superseded.report().policyDigest());
    }

    /** What is counted of a changed verdict: ids and words, nothing personal. */
    record Change(String superseded, String name, boolean degraded, String supersededPolicy) {
        String toLine() {
            return String.join("\t", superseded, name, Boolean.toString(degraded), supersededPolicy);
        }

        static Change ofLine(String line) {
            String[] fields = line.split("\t", -1);
            return new Change(fields[0], fields[1], Boolean.parseBoolean(fields[2]), fields[3]);
        }
    }
}
