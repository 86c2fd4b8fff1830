package io.gatehouse.residency.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who decides where a conversation's content lies. */
public enum PlacementRule {
    /** Each message lies where its author is at home. */
    AUTHOR,
    /** Each message lies under a law as strict as that of the strictest member. */
    STRICTEST_PARTICIPANT,
    /** Each message lies where its author is at home, and a copy where each other member is. */
    COPY_PER_PARTICIPANT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<PlacementRule> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.wireName().equals(name))
                .findFirst();
    }
}
