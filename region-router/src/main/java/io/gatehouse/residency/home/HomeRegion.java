package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Locale;

/** Where a person's data must live, or why that is not known. There is no default. */
public sealed interface HomeRegion {
    Explanation explanation();

    record Resolved(RegionId region, CountryCode country, Explanation explanation) implements HomeRegion {}

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
        /** Equally strong evidence of the same moment names countries of different regions. */
        CONTRADICTORY_EVIDENCE,
        /** The country is in no row of the homes file on that date. */
        COUNTRY_WITHOUT_HOME;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
