package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.RegionId;

/** Another member of a conversation, by what is known of their home. */
public sealed interface Member {
    /** The directory knows the home. */
    record Known(RegionId home) implements Member {}

    /** The platform said where the member lives, in this very request; no account was made of it. */
    record Stated(RegionId home) implements Member {}

    record Unknown() implements Member {}
}
