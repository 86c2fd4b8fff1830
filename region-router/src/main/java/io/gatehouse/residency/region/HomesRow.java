package io.gatehouse.residency.region;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One dated placement: people of this country are at home in this region.
 *
 * @param from first day, inclusive
 * @param to last day, inclusive; empty while it lasts
 * @param note why, when it is not obvious; may be empty
 * @param review whether a person should look at what is placed by this row
 * @param line of the homes file, from 1
 */
public record HomesRow(
        CountryCode country,
        RegionId region,
        LocalDate from,
        Optional<LocalDate> to,
        String note,
        boolean review,
        int line) {
    /** For an explanation: the row, where it stands, and its note. */
    public String sentence() {
        return "homes.yaml:" + line + ": " + country + " lives in " + region + " from " + from
                + to.map(t -> " to " + t).orElse("") + (review ? "; flagged for review" : "")
                + (note.isEmpty() ? "" : "; " + note);
    }
}
