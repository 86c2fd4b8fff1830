package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;

/**
 * Notes in a person's home that another cell holds, or will hold, content of them as a guest. Durable before anything is
 * put there, so that whoever erases, exports or moves the person finds it. Leaves a log entry of kind {@code
 * guest-registered} (or {@code guest-dismissed}) that names the region.
 *
 * @param eventId random and new, of the log entry
 * @param author at home in the cell that is written to; their account is created when it is missing
 * @param region that holds the guest
 * @param holds false once nothing of the person is left there
 */
public record GuestWrite(String eventId, Author author, RegionId region, boolean holds, Instant at) {
    public GuestWrite {
        if (author.guestOf() != null) throw new IllegalArgumentException("guests are registered at home");
    }
}
