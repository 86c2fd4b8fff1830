package io.gatehouse.service.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a version.
 *
 * @param kind also the kind of the entry that every region's log gets
 * @param rule the rule it is about; null for the whole version
 * @param replaced digest of the version that was active before
 * @param by id of an API key; {@link #NOBODY} when no person did it
 * @param reason for people; stays in the control database
 * @param alert whether someone should look
 */
record PolicyEvent(
        long id,
        String kind,
        String digest,
        @Nullable String rule,
        @Nullable Integer percent,
        @Nullable String replaced,
        String by,
        String reason,
        boolean alert,
        Instant at) {
    /** What the service does by itself is done under this name, which no key can have. */
    static final String NOBODY = "gatehouse";

    static final String APPROVED = "policy.approved";
    static final String SHADOWED = "policy.shadow";
    static final String CANARY = "policy.canary";
    static final String ACTIVATED = "policy.activated";
    static final String RETIRED = "policy.retired";
    static final String ROLLED_BACK = "policy.rolled_back";
    static final String DEMOTED = "policy.demoted";
    static final String RESTORED = "policy.restored";
    static final String QUOTA_EXCEEDED = "policy.quota_exceeded";

    static PolicyEvent of(String kind, String digest, String by, String reason, Instant at) {
        return new PolicyEvent(0, kind, digest, null, null, null, by, reason, false, at);
    }

    PolicyEvent about(String ruleId) {
        return new PolicyEvent(id, kind, digest, ruleId, percent, replaced, by, reason, alert, at);
    }

    PolicyEvent share(@Nullable Integer ofAuthors) {
        return new PolicyEvent(id, kind, digest, rule, ofAuthors, replaced, by, reason, alert, at);
    }

    PolicyEvent instead(@Nullable String before) {
        return new PolicyEvent(id, kind, digest, rule, percent, before, by, reason, alert, at);
    }

    PolicyEvent asAlert() {
        return new PolicyEvent(id, kind, digest, rule, percent, replaced, by, reason, true, at);
    }
}
