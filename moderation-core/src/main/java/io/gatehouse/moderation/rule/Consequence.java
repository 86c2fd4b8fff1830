package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.verdict.EnforcementAction;
import java.util.List;

/** What a matching rule asks for. Every one of them also leaves the rule's label. */
public sealed interface Consequence {
    /** Only the label; delivery goes on. */
    record LabelOnly() implements Consequence {}

    /** @param hold whether delivery waits for the reviewer */
    record AskReview(boolean hold) implements Consequence {}

    /** @param actions in the order to apply; never empty */
    record Restriction(List<EnforcementAction> actions) implements Consequence {
        public Restriction {
            actions = List.copyOf(actions);
            if (actions.isEmpty()) throw new IllegalArgumentException("a restriction must name its actions");
        }
    }
}
