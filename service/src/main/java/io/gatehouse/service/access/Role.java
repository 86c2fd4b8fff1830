package io.gatehouse.service.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may be used for. A key has one or more; none includes another. */
public enum Role {
    /** A platform's backend: screenings, accounts, media. */
    PLATFORM,
    REVIEWER,
    POLICY_AUTHOR,
    /** Reads evidence; changes nothing. */
    AUDITOR,
    /** Access, erasure and objection of people. */
    PRIVACY,
    /** A third party that people authorised, or a business user: reads what each of them lets it have, and nothing else. */
    RECIPIENT,
    /** Keys, and the health of the house; never content. */
    ADMIN;

    /** The name used in JSON and in refusals, for example {@code policy-author}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Role> ofWireName(String name) {
        return Arrays.stream(values()).filter(r -> r.wireName().equals(name)).findFirst();
    }
}
