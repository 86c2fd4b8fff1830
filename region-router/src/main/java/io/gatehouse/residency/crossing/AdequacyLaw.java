package io.gatehouse.residency.crossing;

import io.gatehouse.residency.crossing.TransferJudge.Place;
import io.gatehouse.residency.crossing.TransferRules.Days;
import io.gatehouse.residency.crossing.TransferRules.Limit;
import io.gatehouse.residency.crossing.TransferRules.Origin;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Territories;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each law of origin says about places by themselves: its own zone, and whom it finds adequate. Pure. */
final class AdequacyLaw {
    private static final Limit EVERYBODY = new Limit(Optional.empty(), Optional.empty());

    private final Territories territories;
    private final TransferRules rules;

    AdequacyLaw(Territories territories, TransferRules rules) {
        this.territories = territories;
        this.rules = rules;
    }

    /** An adequacy decision in force on a date. */
    private record Decision(Limit limit, Days days, String scope, String source, boolean verified) {}

    /** The EEA's zone holds also where Union law applied the GDPR itself: the United Kingdom in 2020, for example. */
    boolean isInside(Origin origin, CountryCode country, LocalDate date) {
        if (origin.inside().contains(country)) return true;
        return origin.eea() && territories.rowOn(country, date).isEeaSide();
    }

    String insideSource(Origin origin, CountryCode country, LocalDate date) {
        var row = territories.rowOn(country, date);
        return origin.inside().contains(country)
                ? "transfers.yaml: inside the zone of " + origin.law()
                : "territories.csv:" + row.line() + ": " + row.source();
    }

    /** Permitted by a decision in force that reaches this recipient, or why not. */
    Ruling rule(Place place, Crossing crossing, Origin origin, LocalDate date) {
        var decisions = decisions(origin, place.country(), crossing.purpose(), date);
        if (decisions.isEmpty())
            return new Ruling.Refused(List.of(new Reason(
                    "not_adequate",
                    "Under " + origin.law() + " no adequacy decision for " + place.country() + " is in force on " + date
                            + note(origin, place.country(), date) + "; safeguards on file must be named as basis.")));
        for (var decision : decisions)
            if (reaches(decision.limit(), place, date)) return permitted(decision, place, crossing);
        return new Ruling.Refused(decisions.stream()
                .map(decision -> new Reason(
                        "adequacy_does_not_reach_recipient",
                        "The adequacy decision for " + place.country() + " on " + date + " reaches only: "
                                + decision.scope() + ". The recipient "
                                + (place.recipient() == null
                                        ? "is not named in"
                                        : place.recipient() + " is not such in")
                                + " transfers.yaml" + wanted(decision.limit()) + "."))
                .toList());
    }

    private String note(Origin origin, CountryCode country, LocalDate date) {
        var scope = territories.rowOn(country, date).scope();
        return origin.eea() && !scope.isBlank() ? " (territories.csv: " + scope + ")" : "";
    }

    private static String wanted(Limit limit) {
        return limit.framework()
                        .map(f -> "; it must be listed as participant of " + f)
                        .orElse("")
                + limit.sector().map(s -> "; it must be of the sector " + s).orElse("");
    }

    private List<Decision> decisions(Origin origin, CountryCode country, Purpose purpose, LocalDate date) {
        var decisions = new ArrayList<Decision>();
        for (var row : origin.adequate()) {
            boolean named = row.countries().contains(country)
                    || row.eea() && territories.rowOn(country, date).isEea();
            if (named && row.holdsFor(purpose) && row.days().covers(date))
                decisions.add(new Decision(
                        row.limit(), row.days(), row.scope(), "transfers.yaml: " + row.source(), row.verified()));
        }
        if (!origin.eea()) return decisions;
        territories.adequacy(country, date).ifPresent(adequacy -> {
            var row = territories.rowOn(country, date);
            decisions.add(new Decision(
                    limitOf(country, date),
                    new Days(row.from(), row.to()),
                    adequacy.scope(),
                    "territories.csv:" + row.line() + ": " + row.source(),
                    row.verified()));
        });
        return decisions;
    }

    private Limit limitOf(CountryCode country, LocalDate date) {
        return rules.scoped().stream()
                .filter(scoped ->
                        scoped.country().equals(country) && scoped.days().covers(date))
                .map(TransferRules.Scoped::limit)
                .findFirst()
                .orElse(EVERYBODY);
    }

    private boolean reaches(Limit limit, Place place, LocalDate date) {
        if (limit.isEmpty()) return true;
        var recipient = place.recipient();
        var onFile = recipient == null ? null : rules.recipients().get(recipient.id());
        if (onFile == null || !onFile.country().equals(place.country())) return false;
        boolean listed = limit.framework().isEmpty()
                || Optional.ofNullable(onFile.frameworks().get(limit.framework().get()))
                        .map(days -> days.covers(date))
                        .orElse(false);
        return listed && limit.sector().map(onFile.sector()::equals).orElse(true);
    }

    private Ruling permitted(Decision decision, Place place, Crossing crossing) {
        var conditions = new ArrayList<String>();
        if (!decision.limit().isEmpty())
            conditions.add("The decision reaches only: " + decision.scope() + "; the recipient must remain such.");
        if (!decision.verified())
            conditions.add("The row is not verified: counsel must confirm it before it is relied on.");
        return new Ruling.Permitted(
                LegalBasis.ADEQUACY,
                decision.source(),
                decision.scope(),
                conditions,
                earliest(crossing.expires(), decision.days().to()),
                new Ruling.Cap("adequacy:" + place.country(), rules.adequacyPerDay()));
    }

    /** The end asked for, or the end of the last day on which the basis holds. */
    static Instant earliest(Instant asked, Optional<LocalDate> lastDay) {
        return lastDay.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(end -> end.isBefore(asked))
                .orElse(asked);
    }
}
