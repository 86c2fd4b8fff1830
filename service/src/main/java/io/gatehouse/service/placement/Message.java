package io.gatehouse.service.placement;

import io.gatehouse.residency.home.ResidenceEvidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a placement needs to know of a content.
 *
 * @param client whose name for the conversation it is
 * @param conversation null when the platform did not say
 * @param unnamed members that were counted and not named
 */
public record Message(
        String client,
        String surface,
        @Nullable String conversation,
        List<Named> members,
        long unnamed,
        boolean hasMedia,
        Instant at) {
    public Message {
        members = List.copyOf(members);
    }

    /** Another member, with what is claimed about where they live. */
    public record Named(String accountId, List<ResidenceEvidence> residence) {
        public Named {
            residence = List.copyOf(residence);
        }
    }
}
