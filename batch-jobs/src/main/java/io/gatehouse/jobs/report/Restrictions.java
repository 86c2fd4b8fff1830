package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.Reported.Objection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What enforcement actions are called in statements of reasons, and in complaints. */
final class Restrictions {
    /** From {@code EnforcementAction.KINDS} to the EU database's codes. */
    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("visibility.removed", "DECISION_VISIBILITY_CONTENT_REMOVED"),
            Map.entry("visibility.disabled", "DECISION_VISIBILITY_CONTENT_DISABLED"),
            Map.entry("visibility.demoted", "DECISION_VISIBILITY_CONTENT_DEMOTED"),
            Map.entry("visibility.age_restricted", "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED"),
            Map.entry("visibility.interaction_restricted", "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED"),
            Map.entry("visibility.labelled", "DECISION_VISIBILITY_CONTENT_LABELLED"),
            Map.entry("monetary.suspended", "DECISION_MONETARY_SUSPENSION"),
            Map.entry("monetary.terminated", "DECISION_MONETARY_TERMINATION"),
            Map.entry("service.partly_suspended", "DECISION_PROVISION_PARTIAL_SUSPENSION"),
            Map.entry("service.suspended", "DECISION_PROVISION_TOTAL_SUSPENSION"),
            Map.entry("service.partly_terminated", "DECISION_PROVISION_PARTIAL_TERMINATION"),
            Map.entry("service.terminated", "DECISION_PROVISION_TOTAL_TERMINATION"),
            Map.entry("account.suspended", "DECISION_ACCOUNT_SUSPENDED"),
            Map.entry("account.terminated", "DECISION_ACCOUNT_TERMINATED"));

    private Restrictions() {}

    /** @throws IllegalArgumentException for an action that no column counts */
    static Set<String> codes(List<String> actions) {
        return actions.stream().map(Restrictions::code).collect(Collectors.toUnmodifiableSet());
    }

    private static String code(String action) {
        var code = CODES.get(action);
        if (code == null) throw new IllegalArgumentException("no code of a statement of reasons for " + action);
        return code;
    }

    /** What an author complains about: the gravest of what was restricted, of each complaint one. */
    static Objection objection(List<String> actions) {
        if (has(actions, "account.")) return Objection.ACCOUNT;
        if (has(actions, "service.")) return Objection.SERVICE;
        if (has(actions, "monetary.") && !has(actions, "visibility.")) return Objection.MONETARY;
        return Objection.VISIBILITY;
    }

    private static boolean has(List<String> actions, String prefix) {
        return actions.stream().anyMatch(action -> action.startsWith(prefix));
    }
}
