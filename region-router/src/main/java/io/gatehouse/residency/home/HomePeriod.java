package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time for which an account was at home in one region as one country's resident.
 *
 * @param from first moment
 * @param to first moment after; empty while it lasts
 * @param why the explanation of then, in sentences
 */
public record HomePeriod(
        RegionId region, CountryCode country, Instant from, Optional<Instant> to, Cause cause, List<String> why) {
    public HomePeriod {
        why = List.copyOf(why);
        if (to.isPresent() && to.get().isBefore(from))
            throw new IllegalArgumentException("a home cannot end before it begins: " + from + ", " + to.get());
    }

    /** What made it so. */
    public enum Cause {
        /** The first home that was resolved. */
        FIRST,
        /** The person lives elsewhere now. */
        EVIDENCE,
        /** The homes file places the people of the country elsewhere. */
        HOMES_CHANGED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Cause ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(cause -> cause.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no cause of a home: " + name));
        }
    }

    boolean covers(Instant moment) {
        return !moment.isBefore(from) && (to.isEmpty() || moment.isBefore(to.get()));
    }

    /** As the resolver asks for it. */
    public CurrentHome asCurrent() {
        return new CurrentHome(region, country, LocalDate.ofInstant(from, ZoneOffset.UTC));
    }

    HomePeriod until(Instant end) {
        return new HomePeriod(region, country, from, Optional.of(end), cause, why);
    }
}
