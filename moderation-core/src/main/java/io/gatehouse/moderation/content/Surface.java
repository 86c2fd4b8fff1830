package io.gatehouse.moderation.content;

import java.util.Arrays;
import java.util.Optional;

/** Where content appears. The surface, the author's home and the date decide which law applies. */
public enum Surface {
    PUBLIC_VIDEO("public_video", false),
    LIVE("live", false),
    COMMENT("comment", false),
    PROFILE("profile", false),
    AD("ad", false),
    OPEN_CHANNEL("open_channel", false),
    /** A group to which a person admits members: confidential, and not "dissemination to the public". */
    GROUP("group", true),
    DIRECT_MESSAGE("direct_message", true),
    /** A message of another provider's user to one of ours (DMA Art. 7). Comes in by a door of its own. */
    INTEROP_DIRECT_MESSAGE("interop_direct_message", true),
    /** The same, to a group. */
    INTEROP_GROUP("interop_group", true),
    /** Only metadata and user reports are ever seen; content on this surface is refused at the door. */
    ENCRYPTED_DIRECT_MESSAGE("encrypted_direct_message", true);

    private final String wireName;
    private final boolean isPrivate;

    Surface(String wireName, boolean isPrivate) {
        this.wireName = wireName;
        this.isPrivate = isPrivate;
    }

    /** The name used in JSON, policy files and reports. */
    public String wireName() {
        return wireName;
    }

    /** Whether contents come from another provider's users: under what a designation opens, and by that door alone. */
    public boolean isInterop() {
        return this == INTEROP_DIRECT_MESSAGE || this == INTEROP_GROUP;
    }

    /** Whether the confidentiality of communications protects what is said here. */
    public boolean isPrivate() {
        return isPrivate;
    }

    public static Optional<Surface> ofWireName(String name) {
        return Arrays.stream(values()).filter(s -> s.wireName.equals(name)).findFirst();
    }
}
