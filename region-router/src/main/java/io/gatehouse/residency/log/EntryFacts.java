package io.gatehouse.residency.log;

import java.util.Map;

/**
 * What a log entry says besides who, what and when: digests of the versions that decided, and the non-personal facts
 * that reports count.
 *
 * @param facts values are String, Long, Integer, Boolean, or List or Map of these (keys are String); anything else,
 *     floating point included, is refused, because an entry has exactly one encoding
 */
public record EntryFacts(Map<String, ?> facts) {
    public EntryFacts {
        CanonicalJson.check(facts);
        facts = Map.copyOf(facts);
    }
}
