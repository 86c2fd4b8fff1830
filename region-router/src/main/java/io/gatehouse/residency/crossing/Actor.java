package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.CountryCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Who reads or sends, and from where: reading from a third country is a transfer, also when nothing is copied.
 *
 * @param pseudonym fit for logs: a key's id, a job's name; never a person's name or address
 * @param country where the actor sits while doing it
 */
public record Actor(String pseudonym, Kind kind, CountryCode country) {
    /** What an actor is. */
    public enum Kind {
        /** A program of the operator's: a job, a node. */
        SYSTEM,
        /** The platform's backend, which reads for the people whose data they are. */
        PLATFORM,
        /** A person who works for the operator. */
        OPERATOR,
        /** Another company that works on the operator's instructions. */
        PROCESSOR,
        /** Who checks decisions and evidence. */
        AUDITOR,
        /** A court, the police, a regulator. */
        AUTHORITY,
        /** The person whom the data are about. */
        PERSON;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(k -> k.wireName().equals(name))
                    .findFirst();
        }
    }

    public Actor {
        if (pseudonym.isBlank() || pseudonym.length() > 64)
            throw new IllegalArgumentException("an actor's pseudonym has 1 to 64 characters");
    }
}
