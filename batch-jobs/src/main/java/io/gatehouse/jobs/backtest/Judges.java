package io.gatehouse.jobs.backtest;

import io.gatehouse.moderation.comparison.JudgedTwice;
import io.gatehouse.moderation.judge.Moderator;
import org.jspecify.annotations.Nullable;

/**
 * Who judges.
 *
 * @param baseline null when the candidate is held against what was decided
 */
record Judges(Moderator candidate, @Nullable Moderator baseline) {
    /** For one thread, which asks models that both have only once. */
    Judges forOneThread() {
        if (baseline == null) return this;
        var both = JudgedTwice.of(baseline, candidate);
        return new Judges(both.after(), both.before());
    }
}
