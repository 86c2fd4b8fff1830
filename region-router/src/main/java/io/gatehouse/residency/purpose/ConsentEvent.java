package io.gatehouse.residency.purpose;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of a person's ledger.
 *
 * @param evidence what proves it: the id of the text shown and of the act, at most 200 printable characters, no free text
 * @param keyId of the API key that told it
 */
public record ConsentEvent(Kind kind, Instant at, String evidence, String keyId) {
    private static final Pattern EVIDENCE = Pattern.compile("[\\p{Alnum}._:/#-]{1,200}");

    /** What happened. */
    public enum Kind {
        /** The person was shown a request. */
        ASKED,
        GRANTED,
        REFUSED,
        /** Agreed before, and no longer. As easy as agreeing (GDPR Art. 7(3)). */
        WITHDRAWN;

        public boolean isAnswer() {
            return this != ASKED;
        }

        /** Closes the door to further requests for a year. */
        public boolean isNo() {
            return this == REFUSED || this == WITHDRAWN;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(k -> k.wireName().equals(name))
                    .findFirst();
        }
    }

    public ConsentEvent {
        if (!isEvidence(evidence)) throw new IllegalArgumentException("not an evidence: '" + evidence + "'");
    }

    public static boolean isEvidence(String text) {
        return EVIDENCE.matcher(text).matches();
    }

    /** Whether it is the same answer on the same evidence, whenever and whoever told it. */
    boolean says(ConsentEvent other) {
        return kind == other.kind && evidence.equals(other.evidence);
    }
}
