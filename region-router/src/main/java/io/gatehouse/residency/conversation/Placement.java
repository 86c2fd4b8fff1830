package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Where a message is to lie, before anybody asked whether it may go there. */
public sealed interface Placement {
    PlacementRule rule();

    /** Members whose home is not known. */
    long unknown();

    /** In sentences that name rules, regions and counts, never a person. */
    List<String> explanation();

    /**
     * @param region where the content is to be stored
     * @param copies other regions that are to get a copy
     * @param record what is to be noted about the conversation from now on; empty when nothing changes
     */
    record Stored(
            RegionId region,
            Reason reason,
            PlacementRule rule,
            NavigableSet<RegionId> copies,
            long unknown,
            Optional<RecordedPlacement> record,
            List<String> explanation)
            implements Placement {
        public Stored {
            copies = java.util.Collections.unmodifiableNavigableSet(new TreeSet<>(copies));
            explanation = List.copyOf(explanation);
        }
    }

    /** The rule wants to know where everybody lives first. */
    record Refused(PlacementRule rule, long unknown, List<String> explanation) implements Placement {
        public Refused {
            explanation = List.copyOf(explanation);
        }
    }

    /** Why a message lies where it does. */
    enum Reason {
        /** The rule asks for the author alone, or nobody else is there. */
        AUTHOR,
        /** No rule is on file for the surface and day: nothing leaves home without one. */
        NO_RULE,
        /** Nobody's law is stricter than the author's. */
        AUTHOR_AS_STRICT,
        /** A member's law is stricter than the author's. */
        STRICTER_PARTICIPANT,
        /** A member's home is not known, so it counts as the strictest. */
        UNKNOWN_PARTICIPANT,
        /** A stricter member was there before. */
        CONVERSATION;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
