package io.gatehouse.residency.conversation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens when it is not known where a member is at home. They are never left out. */
public enum UnknownMembers {
    /** They count as at home under the strictest law there is; no copy is made for them until they are known. */
    STRICTEST,
    /** The content is refused until the platform says where they live. */
    REFUSE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<UnknownMembers> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst();
    }
}
