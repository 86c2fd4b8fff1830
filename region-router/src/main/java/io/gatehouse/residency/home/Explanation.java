package io.gatehouse.residency.home;

import io.gatehouse.residency.region.HomesRow;
import io.gatehouse.residency.region.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a home region is what it is. Names countries, so it is personal data of the person it explains.
 *
 * @param weighed every piece of evidence given, strongest first, latest first within a kind
 * @param territory the row of the territory table that applied to the chosen country
 * @param home the row of the homes file that applied
 */
public record Explanation(
        LocalDate asOf, Rule rule, List<Weighed> weighed, Optional<Territory> territory, Optional<HomesRow> home) {
    public Explanation {
        weighed = List.copyOf(weighed);
    }

    /** How the country was chosen. */
    public enum Rule {
        /** No country could be chosen. */
        NONE,
        /** All evidence that counts names one country. */
        AGREED,
        /** Evidence differs; the strongest kind was followed. */
        STRONGEST,
        /** Evidence differs and some of it says EEA: the EEA side holds until it is settled. */
        STRICTEST_EEA
    }

    /** One piece of evidence and what became of it. */
    public record Weighed(ResidenceEvidence evidence, Use use) {}

    public enum Use {
        /** Names the chosen country. */
        DECISIVE,
        /** Considered, but names another country. */
        OUTWEIGHED,
        /** A later observation of the same kind replaces it. */
        SUPERSEDED,
        /** Observed after the date asked about. */
        NOT_YET_KNOWN,
        /** A network location: recorded, never weighed. */
        ACCOMPANIES
    }

    /** Whether a row that applied asks for a person to look at it. */
    public boolean needsReview() {
        return home.map(HomesRow::review).orElse(false);
    }

    /** The same in sentences, for the answer. */
    public List<String> sentences() {
        var lines = new ArrayList<String>();
        lines.add("as of " + asOf + ": " + rule.name().toLowerCase(java.util.Locale.ROOT));
        for (var w : weighed)
            lines.add("evidence " + w.evidence().kind().wireName() + " "
                    + w.evidence().country() + " of " + w.evidence().observedAt() + ": "
                    + w.use().name().toLowerCase(java.util.Locale.ROOT));
        territory.ifPresent(t -> lines.add(t.sentence()));
        home.ifPresent(h -> lines.add(h.sentence()));
        return List.copyOf(lines);
    }
}
