package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leave for one key to read in one region from outside of its zone, for some hours. It holds once another person has
 * approved it, until it ends or is revoked.
 *
 * @param id {@code <region>.g.<random>}
 * @param forKey the id of the API key that asked and may read
 * @param account the one person whose data may be read; null for everyone of the region
 * @param recordId the one decision or screening that may be read; null for all
 * @param basis what the crossing relies on
 * @param mostSubjects people whose data may be read under the grant, all reads together
 * @param approval null until approved
 * @param revocation null while it stands
 */
public record AccessGrant(
        String id,
        RegionId region,
        String forKey,
        Purpose purpose,
        Set<DataKind> data,
        @Nullable AccountRef account,
        @Nullable String recordId,
        LegalBasisClaim basis,
        String reason,
        long mostSubjects,
        Instant requestedAt,
        Instant until,
        @Nullable Act approval,
        @Nullable Act revocation) {
    /** Just in time means a shift's work: who needs longer asks again, and somebody looks again. */
    public static final Duration LONGEST = Duration.ofHours(12);

    /** A tenth of what a day's review team reads; more is a project, and wants an instrument and a contract. */
    public static final int MOST_SUBJECTS = 1_000;

    /** Fewer characters say nothing about a case. */
    public static final int SHORTEST_REASON = 20;

    /** What a person did to the grant. */
    public record Act(String byKey, Instant at) {}

    public AccessGrant {
        data = Set.copyOf(data);
        if (data.isEmpty()) throw new IllegalArgumentException("a grant names the kinds of data");
        if (until.isAfter(requestedAt.plus(LONGEST)))
            throw new IllegalArgumentException("a grant holds for at most " + LONGEST.toHours() + " hours");
        if (!until.isAfter(requestedAt)) throw new IllegalArgumentException("a grant ends after it begins");
        if (mostSubjects < 1 || mostSubjects > MOST_SUBJECTS)
            throw new IllegalArgumentException("a grant is for 1 to " + MOST_SUBJECTS + " people: " + mostSubjects);
        if (approval != null && approval.byKey().equals(forKey))
            throw new IllegalArgumentException("nobody approves their own grant");
    }

    /** Where a grant stands. */
    public enum State {
        REQUESTED,
        APPROVED,
        EXPIRED,
        REVOKED;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public State stateAt(Instant at) {
        if (revocation != null && !at.isBefore(revocation.at())) return State.REVOKED;
        if (!at.isBefore(until)) return State.EXPIRED;
        return approval != null && !at.isBefore(approval.at()) ? State.APPROVED : State.REQUESTED;
    }

    /** Whether it was made for such a read, whoever approved it and when. */
    boolean covers(OperatorRead read) {
        return forKey.equals(read.reader().pseudonym())
                && region.equals(read.region())
                && purpose.equals(read.purpose())
                && data.containsAll(read.data())
                && (account == null || account.equals(read.account()))
                && (recordId == null || recordId.equals(read.recordId()));
    }

    public Optional<Act> approved() {
        return Optional.ofNullable(approval);
    }

    public Optional<Act> revoked() {
        return Optional.ofNullable(revocation);
    }
}
