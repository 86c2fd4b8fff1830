package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.Payload;
import java.util.List;
import java.util.Set;

/** What {@link PlainContents} writes, read back for looking back; without the rules that matched. */
public final class PlainPast implements PastJudgements {
    @Override
    public Opened open(PastDecision decision, Payload payload) {
        return switch (PlainContents.read(payload)) {
            case StoredContents.Opened.Unreadable(var reason) -> new Opened.Unreadable(reason);
            case StoredContents.Opened.Judgeable past ->
                new Opened.Judgeable(
                        past.content(),
                        past.permissions(),
                        past.facts(),
                        Overrides.NONE,
                        new Outcome(past.verdict(), Set.of(), List.of()));
        };
    }
}
