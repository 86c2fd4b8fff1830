package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message that is to be placed.
 *
 * @param service of the surface on that day, when one is on file
 * @param author where the author is at home
 * @param members the others, in any order
 * @param recorded what the author's home cell knows of the conversation
 * @param at the moment asked about: rules are dated, days being those of UTC
 */
public record Conversation(
        String surface,
        Optional<String> service,
        RegionId author,
        List<Member> members,
        Optional<RecordedPlacement> recorded,
        Instant at) {
    public Conversation {
        members = List.copyOf(members);
    }
}
