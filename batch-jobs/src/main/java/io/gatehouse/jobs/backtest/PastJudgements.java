package io.gatehouse.jobs.backtest;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.Payload;

/** Reads decisions as the program encodes them. No I/O; thread-safe. */
public interface PastJudgements {
    /** Never throws on stored bytes. */
    Opened open(PastDecision decision, Payload payload);

    /** What stored bytes turned out to be. */
    sealed interface Opened {
        /**
         * @param permissions under which it may be looked at
         * @param facts as told when it was decided: what was not told then stays unknown
         * @param overrides the rules that were held back then: held back again, they make no difference between policies
         * @param outcome what was decided, and what could not be asked then
         */
        record Judgeable(Content content, Permissions permissions, Facts facts, Overrides overrides, Outcome outcome)
                implements Opened {}

        /** @param reason a word for counting, for example {@code content_not_kept}; nothing personal */
        record Unreadable(String reason) implements Opened {}
    }
}
