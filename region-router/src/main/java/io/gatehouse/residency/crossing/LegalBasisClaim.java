package io.gatehouse.residency.crossing;

import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.region.CountryCode;
import java.time.LocalDate;

/**
 * What the one who asks relies on. The gate looks for no basis but being inside the zone and adequacy by itself: a
 * safeguard or a derogation is named by someone who answers for it.
 */
public sealed interface LegalBasisClaim {
    /** Nothing beyond what the territory table says. */
    record Territory() implements LegalBasisClaim {}

    /** Appropriate safeguards on file (GDPR Art. 46), by their id in {@code transfers.yaml}. */
    record Instrument(String id) implements LegalBasisClaim {}

    /**
     * A derogation of GDPR Art. 49.
     *
     * @param letter {@code a} to {@code g}, or {@code compelling} for the last subparagraph of paragraph 1
     * @param reason why it holds in this case; kept with the transfer, in the data's home
     * @param notice for {@code compelling}: the reference of the notice to the supervisory authority; else empty
     */
    record Derogation(String letter, String reason, String notice) implements LegalBasisClaim {}

    /** An order of a court or authority of a third country (GDPR Art. 48): never enough by itself. */
    record ForeignOrder(String reference) implements LegalBasisClaim {}

    /** The one person whose data move lives elsewhere now, as the resolver said. */
    record ResidenceChange(HomeRegion.Resolved home) implements LegalBasisClaim {}

    /** From that date {@code homes.yaml} places everyone who lives in the country in the region of destination. */
    record HomesChanged(CountryCode country, LocalDate from) implements LegalBasisClaim {}
}
