package io.gatehouse.moderation.condition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a condition, for its author.
 *
 * @param wrong a name that does not exist; null when the fault is another
 * @param known names that could have been meant; empty when the fault is another
 */
public record ConditionFault(
        String message, @Nullable String hint, @Nullable String wrong, List<String> known) {
    public ConditionFault {
        known = List.copyOf(known);
    }

    static ConditionFault of(String message, @Nullable String hint) {
        return new ConditionFault(message, hint, null, List.of());
    }

    static ConditionFault unknown(String message, String wrong, List<String> known) {
        return new ConditionFault(message, null, wrong, known);
    }
}
