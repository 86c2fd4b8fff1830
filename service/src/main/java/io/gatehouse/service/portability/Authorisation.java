package io.gatehouse.service.portability;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's leave for a third party to receive their data.
 *
 * @param id random, within the person's ledger
 * @param recipient the client of the third party's API keys
 * @param evidence what proves it: the id of the text shown and of the act, no free text
 * @param revokedAt null while it stands
 */
record Authorisation(
        String id,
        String recipient,
        Set<PortableKind> scope,
        Instant grantedAt,
        Instant expiresAt,
        String evidence,
        @Nullable Instant revokedAt) {
    /** A year, as for consents: then the person is asked again whether they still want it. Leap years included. */
    static final Duration LONGEST = Duration.ofDays(366);

    Authorisation {
        scope = Set.copyOf(scope);
        if (scope.isEmpty()) throw new IllegalArgumentException("an authorisation has a scope");
        if (!scope.stream().allMatch(PortableKind::isForThirdParties))
            throw new IllegalArgumentException("not for third parties: " + scope);
        if (!expiresAt.isAfter(grantedAt) || expiresAt.isAfter(grantedAt.plus(LONGEST)))
            throw new IllegalArgumentException("an authorisation ends after it begins, within a year");
    }

    boolean holdsAt(Instant at) {
        return revokedAt == null && at.isBefore(expiresAt);
    }

    String stateAt(Instant at) {
        if (revokedAt != null) return "revoked";
        return at.isBefore(expiresAt) ? "granted" : "expired";
    }

    Authorisation revoked(Instant at) {
        return revokedAt != null ? this : new Authorisation(id, recipient, scope, grantedAt, expiresAt, evidence, at);
    }
}
