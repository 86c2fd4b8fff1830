package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.rescan.StoredContents.Opened;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;

/** What judging a stored content again comes to: one function, for the job and for whoever reads segments elsewhere. Pure. */
public sealed interface JudgedAgain {
    /** @param isChange whether it is another verdict than the one that stands */
    record Judged(Opened.Judgeable opened, Judgement judgement, boolean isChange) implements JudgedAgain {}

    /** @param reason a code, as a run's summary counts it */
    record NotJudged(String reason) implements JudgedAgain {}

    /** @param overrides in force */
    static JudgedAgain of(
            StoredContents contents,
            Moderator moderator,
            Overrides overrides,
            StoredDecision decision,
            Payload payload) {
        return switch (contents.open(decision, payload)) {
            case Opened.Unreadable(var reason) -> new NotJudged(reason);
            case Opened.Judgeable opened -> {
                var seen = moderator.observeAgain(opened.content(), opened.permissions());
                var judgement = moderator.conclude(opened.content(), seen, opened.facts(), overrides);
                yield new Judged(opened, judgement, VerdictChange.isChange(opened.verdict(), judgement.verdict()));
            }
        };
    }
}
