package io.gatehouse.jobs.replay;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.residency.cell.StoredDecision;

/** Reads decisions as the program encodes them, for making them again. No I/O; thread-safe. */
public interface RecordedCases {
    /** Never throws on stored bytes. */
    Recorded open(StoredDecision decision);

    /** What stored bytes turned out to be. */
    sealed interface Recorded {
        /**
         * @param permissions exactly those under which it was looked at
         * @param facts as told then
         * @param overrides the rules that were held back then
         * @param outcome what was decided
         */
        record Replayable(Content content, Permissions permissions, Facts facts, Overrides overrides, Outcome outcome)
                implements Recorded {}

        /** @param reason a word for counting; nothing personal */
        record Skipped(String reason) implements Recorded {}
    }
}
