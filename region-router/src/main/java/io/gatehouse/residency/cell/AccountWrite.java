package io.gatehouse.residency.cell;

import java.time.Instant;

/**
 * A change of what is kept about an account: residence evidence, homes, explanations. Creates the account ({@code
 * author.profile}) when it is missing. Leaves a log entry of kind {@code account-created} or {@code account-updated},
 * unless it changes nothing.
 *
 * @param eventId random and new, of the log entry
 */
public record AccountWrite(String eventId, Author author, ProfileChange change, Instant at) {
    /** Replaces what is kept by {@code author.profile}. */
    public AccountWrite(String eventId, Author author, Instant at) {
        this(eventId, author, _ -> author.profile(), at);
    }
}
