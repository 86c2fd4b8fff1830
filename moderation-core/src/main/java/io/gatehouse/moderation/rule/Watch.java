package io.gatehouse.moderation.rule;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is watched about a rule while it judges.
 *
 * @param expected the band its match rate stays in; null when nothing is expected
 * @param restrictionsPerDay restrictions that the rule may cause by itself in a day (UTC), after which it only asks for
 *     review; 0 when there is no such limit
 */
public record Watch(@Nullable Expectation expected, long restrictionsPerDay) {
    public static final Watch NONE = new Watch(null, 0);

    public Watch {
        if (restrictionsPerDay < 0) throw new IllegalArgumentException("not a quota: " + restrictionsPerDay);
    }

    public Optional<Expectation> expectation() {
        return Optional.ofNullable(expected);
    }

    public OptionalLong quota() {
        return restrictionsPerDay == 0 ? OptionalLong.empty() : OptionalLong.of(restrictionsPerDay);
    }
}
