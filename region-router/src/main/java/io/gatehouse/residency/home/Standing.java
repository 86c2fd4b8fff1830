package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.LocalDate;
import java.util.Locale;

/** How what was resolved stands to the home that an account has. */
public sealed interface Standing {
    /** There was no home before. */
    record First() implements Standing {}

    /** The home is where it should be. */
    record Stay() implements Standing {}

    /**
     * The person lives in another country of the same region: other law, and no data move.
     *
     * @param since first day from which on, without a break, everything that the change needs has been the case
     */
    record CountryChange(CountryCode from, LocalDate since) implements Standing {}

    /**
     * The data have to move to the region that was resolved. Nobody is moved by this answer.
     *
     * @param since as for {@link CountryChange}; never before the present home began
     */
    record MoveDue(RegionId from, LocalDate since, Reason reason) implements Standing {}

    /** Why a move is due. */
    enum Reason {
        /** Evidence says that the person lives in another country. */
        EVIDENCE,
        /** {@code homes.yaml} places the people of the country elsewhere from that day on. */
        HOMES_CHANGED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default String wireName() {
        return switch (this) {
            case First() -> "first";
            case Stay() -> "stay";
            case CountryChange _ -> "country_change";
            case MoveDue _ -> "move_due";
        };
    }
}
