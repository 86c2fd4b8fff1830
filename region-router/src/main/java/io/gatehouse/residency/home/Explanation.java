package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.ChangeRule;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.HomesRow;
import io.gatehouse.residency.region.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a home region is what it is. Names countries, so it is personal data of the person it explains.
 *
 * @param weighed every piece of evidence given, by kind, latest first
 * @param scores by country, highest first
 * @param attempts what was asked of each other country, and what of it was fulfilled; empty for a first home
 * @param change the rule of {@code evidence.yaml} that was fulfilled
 * @param territory the row of the territory table that applied to the chosen country
 * @param home the row of the homes file that applied
 * @param rules the rules of {@code evidence.yaml} that applied
 */
public record Explanation(
        LocalDate asOf,
        Rule rule,
        List<Weighed> weighed,
        List<Score> scores,
        List<Attempt> attempts,
        Optional<ChangeRule> change,
        Optional<Territory> territory,
        Optional<HomesRow> home,
        Optional<RuleSet> rules) {
    public Explanation {
        weighed = List.copyOf(weighed);
        scores = List.copyOf(scores);
        attempts = List.copyOf(attempts);
    }

    /** How the country was chosen. */
    public enum Rule {
        /** No country could be chosen. */
        NONE,
        /** First home: all evidence that counts names one country. */
        AGREED,
        /** First home: evidence differs; the highest score was followed. */
        STRONGEST,
        /** First home: evidence differs and some of it says EEA: the EEA side holds until it is settled. */
        STRICTEST_EEA,
        /** First home: some evidence says EEA, yet what leaving it would take is fulfilled. */
        SETTLED,
        /** Nothing speaks for another country than the present one. */
        CONFIRMED,
        /** Another country is named, but not what a change takes. */
        HELD,
        /** A rule for changes is fulfilled. */
        CHANGED,
        /** The homes file places the people of the country in another region. */
        HOMES_CHANGED,
        /** The homes file would take a minor out of the EEA side, and no verified evidence says that they live there. */
        HELD_FOR_MINOR;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One piece of evidence and what became of it.
     *
     * @param weight after age; 0 when it does not count
     */
    public record Weighed(ResidenceEvidence evidence, double weight, Use use) {}

    public enum Use {
        /** Names the chosen country. */
        DECISIVE,
        /** Counts, but names another country. */
        OUTWEIGHED,
        /** A later observation of the same kind replaces it. */
        SUPERSEDED,
        /** Too old to count. */
        EXPIRED,
        /** Not observed, or not told, by the moment asked about. */
        NOT_YET_KNOWN,
        /** Of a kind that says nothing about an account of this holder. */
        NOT_ABOUT_HOLDER,
        /** A network location that no other kind bears out: recorded, not counted. */
        ACCOMPANIES;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The sum of what speaks for one country. */
    public record Score(CountryCode country, double score, boolean isEeaSide) {}

    /**
     * One rule for changes, asked about one country.
     *
     * @param isCarried whether one of the kinds that it needs has held long enough
     * @param kindsHeld how many kinds have held long enough
     * @param margin by how much the country outweighs what speaks for the present home
     * @param isContradicted whether a statement for the present home is as new as what carries the change
     */
    public record Attempt(
            CountryCode country,
            ChangeRule rule,
            boolean isCarried,
            int kindsHeld,
            double margin,
            boolean isContradicted) {
        public boolean isFulfilled() {
            return isCarried && kindsHeld >= rule.kinds() && margin >= rule.margin() && !isContradicted;
        }

        String sentence() {
            return "change to " + country + " by '" + rule.id() + "': " + kindsHeld + " of " + rule.kinds()
                    + " kinds held for " + rule.holdDays() + " days, "
                    + (isCarried ? "one" : "none") + " of them of "
                    + rule.needs().stream().map(EvidenceKind::wireName).sorted().toList() + "; outweighs by "
                    + number(margin) + " of " + number(rule.margin())
                    + (isContradicted ? "; a statement as new speaks for the present home" : "")
                    + (isFulfilled() ? ": fulfilled" : ": not fulfilled");
        }
    }

    /** Whether a person should look at this placement. */
    public boolean needsReview() {
        return home.map(HomesRow::review).orElse(false) || rule == Rule.HELD_FOR_MINOR;
    }

    /** Whether any row that applied is not verified, the operator's own rules included. */
    public boolean usesUnverifiedRows() {
        return territory.map(row -> !row.verified()).orElse(false)
                || rules.map(set -> !set.verified()).orElse(false);
    }

    /** The same in sentences, for the answer. */
    public List<String> sentences() {
        var lines = new ArrayList<String>();
        lines.add("as of " + asOf + ": " + rule.wireName());
        for (var w : weighed)
            lines.add("evidence " + w.evidence().kind().wireName() + " "
                    + w.evidence().country() + " of " + w.evidence().observedAt() + ": "
                    + w.use().wireName() + (w.weight() > 0 ? ", weighs " + number(w.weight()) : ""));
        for (var score : scores)
            lines.add("score " + score.country() + ": " + number(score.score())
                    + (score.isEeaSide() ? " (EEA side)" : ""));
        attempts.forEach(attempt -> lines.add(attempt.sentence()));
        territory.ifPresent(t -> lines.add(t.sentence()));
        home.ifPresent(h -> lines.add(h.sentence()));
        rules.ifPresent(r -> lines.add(r.sentence()));
        if (usesUnverifiedRows()) lines.add("review asked: counsel must confirm the rows that are not verified");
        if (needsReview()) lines.add("review asked: a person should look at this placement");
        return List.copyOf(lines);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
