package io.gatehouse.jobs.backtest;

import io.gatehouse.moderation.comparison.JudgedTwice;
import io.gatehouse.moderation.comparison.PastJudge;
import io.gatehouse.moderation.judge.Moderator;
import org.jspecify.annotations.Nullable;

/**
 * Who judges.
 *
 * @param baseline null when the candidate is held against what was decided
 */
record Judges(PastJudge candidate, @Nullable PastJudge baseline) {
    /** For one thread, which asks models that both have only once. */
    static Judges forOneThread(Moderator candidate, @Nullable Moderator baseline) {
        if (baseline == null) return new Judges(new PastJudge(candidate), null);
        var both = JudgedTwice.of(baseline, candidate);
        return new Judges(new PastJudge(both.after()), new PastJudge(both.before()));
    }
}
