package io.gatehouse.moderation.verdict;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A restriction of visibility, payments, service or account (DSA Art. 17(1)).
 *
 * @param kind for example {@code visibility.removed}; the known kinds are {@link #KINDS}
 * @param scope territories it holds in: {@code EU}, {@code EEA} or ISO 3166-1 codes, or {@code WORLD}; never empty
 * @param duration how long from the decision; null is without end
 */
public record EnforcementAction(
        String kind, List<String> scope, @Nullable Duration duration) {
    /** Each stands for one value of the EU database's {@code decision_*} enumerations. */
    public static final List<String> KINDS = List.of(
            "visibility.removed",
            "visibility.disabled",
            "visibility.demoted",
            "visibility.age_restricted",
            "visibility.interaction_restricted",
            "visibility.labelled",
            "monetary.suspended",
            "monetary.terminated",
            "service.partly_suspended",
            "service.suspended",
            "service.partly_terminated",
            "service.terminated",
            "account.suspended",
            "account.terminated");

    public EnforcementAction {
        scope = List.copyOf(scope);
        if (!KINDS.contains(kind)) throw new IllegalArgumentException("unknown enforcement action: " + kind);
        if (scope.isEmpty()) throw new IllegalArgumentException("an enforcement action must have a scope: " + kind);
    }

    /** One action where two rules ask for the same kind: the scopes of both, for the longer time. */
    public EnforcementAction widest(EnforcementAction other) {
        if (!kind.equals(other.kind)) throw new IllegalArgumentException(kind + " is not " + other.kind);
        var both = new TreeSet<>(scope);
        both.addAll(other.scope);
        Duration longer = duration == null || other.duration == null
                ? null
                : duration.compareTo(other.duration) >= 0 ? duration : other.duration;
        return new EnforcementAction(kind, List.copyOf(both), longer);
    }
}
