package io.gatehouse.residency.rights;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Time to answer a person: one month from receipt, two more for a reason told within the first (GDPR Art. 12(3)). Counted in
 * the controller's days: the day of receipt does not count, the last day counts to its end, and a month without that day
 * ends on its last (Regulation (EEC, Euratom) No 1182/71 Art. 3(1) and (2)). Art. 3(4) would move a last day that is a
 * Saturday, a Sunday or a public holiday to the next working day: that leave is not taken, because public holidays differ by
 * country and an early answer is never late.
 */
public record Deadline(ZoneId zone) {
    static final int MONTHS = 1;
    static final int MORE_MONTHS = 2;

    /** The last day. */
    public LocalDate dueOn(Instant receivedAt) {
        return receivedAt.atZone(zone).toLocalDate().plusMonths(MONTHS);
    }

    /** The last day once it was extended: three months from receipt, not two from the end of the first. */
    public LocalDate extendedDueOn(Instant receivedAt) {
        return receivedAt.atZone(zone).toLocalDate().plusMonths(MONTHS + MORE_MONTHS);
    }

    /** Whether the person can still be told in time that it takes longer. */
    public boolean mayExtend(Instant receivedAt, Instant now) {
        return !isOver(dueOn(receivedAt), now);
    }

    public boolean isOver(LocalDate dueOn, Instant now) {
        return now.atZone(zone).toLocalDate().isAfter(dueOn);
    }
}
