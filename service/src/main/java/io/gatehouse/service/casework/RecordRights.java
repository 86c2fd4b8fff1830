package io.gatehouse.service.casework;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;

/** Who sees that there is a notice, an order or a threat, and who reads what was written in it. */
final class RecordRights {
    private RecordRights() {}

    /** @param client whose record it is: a platform sees its own */
    static boolean sees(Caller caller, String client) {
        return caller.roles().contains(Role.REVIEWER)
                || caller.roles().contains(Role.AUDITOR)
                || caller.roles().contains(Role.PRIVACY)
                || client.equals(caller.client());
    }

    /** What an auditor counts is enough for auditors. */
    static boolean readsText(Caller caller) {
        return caller.roles().contains(Role.PLATFORM)
                || caller.roles().contains(Role.REVIEWER)
                || caller.roles().contains(Role.PRIVACY);
    }
}
