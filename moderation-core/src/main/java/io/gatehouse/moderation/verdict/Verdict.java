package io.gatehouse.moderation.verdict;

import java.util.List;

/** What the rules conclude. A verdict made final is a decision. */
public sealed interface Verdict {
    /** No rule asked for anything; delivery goes on. */
    record Allow() implements Verdict {}

    /**
     * A person decides.
     *
     * @param hold whether delivery waits for that person
     */
    record Review(boolean hold) implements Verdict {}

    /** @param actions in the order applied; never empty */
    record Restrict(List<EnforcementAction> actions) implements Verdict {
        public Restrict {
            actions = List.copyOf(actions);
            if (actions.isEmpty()) throw new IllegalArgumentException("a restriction must name its actions");
        }
    }

    /** The name used in JSON, reports and evidence. */
    default String wireName() {
        return switch (this) {
            case Allow() -> "allow";
            case Review _ -> "review";
            case Restrict _ -> "restrict";
        };
    }
}
