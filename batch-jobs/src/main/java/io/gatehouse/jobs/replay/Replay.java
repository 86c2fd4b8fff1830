package io.gatehouse.jobs.replay;

import io.gatehouse.jobs.replay.RecordedCases.Recorded;
import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.cell.StoredDecision;
import java.util.Set;

/** Makes one decision again. */
final class Replay {
    private Replay() {}

    /** {@code same}, {@code different.<what>} or {@code skipped.<why>}. */
    static String of(StoredDecision decision, RecordedCases cases, DecidingPolicies policies) {
        if (decision.payload().isEmpty()) return "skipped.not_kept";
        return switch (cases.open(decision)) {
            case Recorded.Skipped(var reason) -> "skipped." + reason;
            case Recorded.Replayable recorded ->
                policies.of(decision.report().policyDigest())
                        .map(moderator -> again(recorded, moderator))
                        .orElse("skipped.policy_not_stored");
        };
    }

    /** With what was told then and no more: what rules were not told then, they were not told now, and conclude the same of it. */
    private static String again(Recorded.Replayable recorded, Moderator moderator) {
        var seen = moderator.observeAgain(recorded.content(), recorded.permissions());
        var now = Outcome.of(moderator.conclude(recorded.content(), seen, recorded.facts(), recorded.overrides()));
        if (!now.unknown().isEmpty()) return "skipped.degraded_now";
        return compare(recorded.outcome(), now);
    }

    static String compare(Outcome then, Outcome now) {
        if (!isSame(then.verdict(), now.verdict()))
            return "different." + then.verdict().wireName() + ">"
                    + now.verdict().wireName();
        return then.rules().equals(now.rules()) ? "same" : "different.rules";
    }

    private static boolean isSame(Verdict then, Verdict now) {
        return switch (then) {
            case Verdict.Allow() -> now instanceof Verdict.Allow;
            case Verdict.Review(boolean held) -> now instanceof Verdict.Review(boolean holds) && held == holds;
            case Verdict.Restrict(var old) ->
                now instanceof Verdict.Restrict(var actions) && Set.copyOf(old).equals(Set.copyOf(actions));
        };
    }
}
