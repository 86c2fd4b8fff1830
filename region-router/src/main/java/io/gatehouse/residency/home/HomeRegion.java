package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Locale;

/** Where a person's data must live, or why that is not known. There is no default. */
public sealed interface HomeRegion {
    Explanation explanation();

    /**
     * @param region where the home should be; where it is when the standing is {@link Standing.Stay}
     * @param country whose people are at home there
     */
    record Resolved(RegionId region, CountryCode country, Standing standing, Explanation explanation)
            implements HomeRegion {}

    /** @param missing kinds of evidence of which any one would help, strongest first */
    record Unresolved(Reason reason, List<EvidenceKind> missing, Explanation explanation) implements HomeRegion {
        public Unresolved {
            missing = List.copyOf(missing);
        }
    }

    enum Reason {
        /** Nothing was said about residence, or only for later dates. */
        NO_EVIDENCE,
        /** Only network locations were given. */
        NETWORK_LOCATION_ALONE,
        /** A business account without a country of establishment: nothing else decides for it. */
        NO_ESTABLISHMENT,
        /** What is known is too weak or too old. */
        INSUFFICIENT_EVIDENCE,
        /** Equally strong evidence names countries of different regions. */
        CONTRADICTORY_EVIDENCE,
        /** The country is in no row of the homes file on that date. */
        COUNTRY_WITHOUT_HOME,
        /** No row of evidence.yaml covers that date. */
        NO_RULES_ON_DATE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
