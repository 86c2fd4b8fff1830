package io.gatehouse.residency.region;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One dated row of the territory table: what Union law says about a place in a period.
 *
 * @param code a {@link CountryCode} value, or {@code *} for the row of every place not listed
 * @param eea empty where the table did not evaluate it (rows before 2018-05-25)
 * @param from first day, inclusive; empty when open
 * @param to last day, inclusive; empty when open
 * @param verified whether the row may be relied on without a check
 * @param line of the table, from 1
 */
public record Territory(
        String code,
        String name,
        Optional<CountryCode> parent,
        boolean euMember,
        Optional<Boolean> eea,
        Gdpr gdpr,
        Optional<Adequacy> adequacy,
        String scope,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        String source,
        boolean verified,
        int line) {

    /** Whether the General Data Protection Regulation applies. */
    public enum Gdpr {
        UNION_LAW,
        /** A national law of similar content; the place is not inside the GDPR area. */
        LOCAL,
        NO
    }

    /**
     * A Commission decision under GDPR Art. 45 or its forerunner.
     *
     * @param scope whom it covers; whoever approves a transfer must be shown it
     */
    public record Adequacy(LocalDate since, String scope) {}

    /** Whether this is the row of every place that the table does not list. */
    public boolean isDefault() {
        return code.equals("*");
    }

    /** Whether the place is in the EEA; a member state before the table's EEA evaluation counts as inside. */
    public boolean isEea() {
        return eea.orElse(euMember);
    }

    /** Whether data of people here must be treated as the EEA's: inside it, or Union data protection law applies. */
    public boolean isEeaSide() {
        return isEea() || gdpr == Gdpr.UNION_LAW;
    }

    /** For an explanation: what the row says, where it stands, and whether it is verified. */
    public String sentence() {
        return "territories.csv:" + line + ": " + name + " is " + (euMember ? "in the EU" : "not in the EU") + ", "
                + (isEea() ? "in the EEA" : "not in the EEA") + " (" + (verified ? "verified" : "not verified") + ": "
                + source + ")";
    }
}
