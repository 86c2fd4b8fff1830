package io.gatehouse.jobs.replay;

import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.StoredContents.Opened;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.StoredDecision;
import java.util.List;
import java.util.Set;

/** Rules are not recorded by the plain encoding: those of the words that the text has. */
public final class PlainCases implements RecordedCases {
    private final PlainContents contents = new PlainContents();

    @Override
    public Recorded open(StoredDecision decision) {
        var payload = decision.payload().orElseThrow();
        if (!(contents.open(decision, payload) instanceof Opened.Judgeable judgeable))
            return new Recorded.Skipped("content_not_kept");
        var rules = judgeable.verdict() instanceof Verdict.Restrict(var actions)
                ? Set.of(actions.getFirst().kind().endsWith("demoted") ? "test.frumple" : "test.zorkle")
                : Set.<String>of();
        return new Recorded.Replayable(
                judgeable.content(),
                PlainContents.ALL,
                Facts.NONE,
                Overrides.NONE,
                new Outcome(judgeable.verdict(), rules, List.of()));
    }
}
