package io.gatehouse.moderation.signal;

import java.util.Locale;

/** A way of observing. */
public enum SignalType {
    /** Words of a word bank. */
    WORDS,
    /** A phrase, in order. */
    PHRASE,
    /** Terms near each other, in any order. */
    PROXIMITY,
    /** A boolean text query. */
    QUERY,
    /** A regular expression. */
    REGEX,
    /** A link to a listed domain, or one that hides where it leads. */
    LINK,
    /** Personal data found by its form and check digits. */
    PII,
    /** A classifier's calibrated score. */
    CLASSIFIER,
    /** A known exact digest of media. */
    DIGEST,
    /** A picture near one that a hash bank knows. */
    HASH;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
