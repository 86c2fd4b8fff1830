package io.gatehouse.jobs.rescan;

import io.gatehouse.moderation.verdict.Verdict;
import java.util.Set;

/** Says when a judgement is another than the one that stands. */
final class VerdictChange {
    private VerdictChange() {}

    /**
     * Whether anything changes for author or reader: the kind of verdict, whether delivery waits, or the set of
     * actions. Labels, scores and the clause alone make no new decision.
     */
    static boolean isChange(Verdict before, Verdict after) {
        return switch (before) {
            case Verdict.Allow() -> !(after instanceof Verdict.Allow);
            case Verdict.Review(boolean held) -> !(after instanceof Verdict.Review(boolean holds) && held == holds);
            case Verdict.Restrict(var old) ->
                !(after instanceof Verdict.Restrict(var now) && Set.copyOf(old).equals(Set.copyOf(now)));
        };
    }

    /** {@code allow>restrict}: the form in which changes are counted. */
    static String name(Verdict before, Verdict after) {
        return before.wireName() + ">" + after.wireName();
    }
}
