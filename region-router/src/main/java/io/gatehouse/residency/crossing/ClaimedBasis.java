package io.gatehouse.residency.crossing;

import io.gatehouse.residency.crossing.TransferJudge.Place;
import io.gatehouse.residency.crossing.TransferRules.Instrument;
import io.gatehouse.residency.crossing.TransferRules.Origin;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bases that somebody must name: a changed residence, safeguards, derogations, foreign orders. Pure. */
final class ClaimedBasis {
    /** Fewer characters say nothing about a case. */
    static final int SHORTEST_REASON = 20;

    private final Topology topology;
    private final TransferRules rules;

    ClaimedBasis(Topology topology, TransferRules rules) {
        this.topology = topology;
        this.rules = rules;
    }

    /** What the person's own move carries; null when none is claimed. */
    @Nullable
    Ruling residence(Place place, Crossing crossing, LocalDate date) {
        return switch (crossing.basis()) {
            case LegalBasisClaim.ResidenceChange(var home) -> {
                var reasons = mustBeMove(crossing, place);
                if (!isTo(crossing, home.region()))
                    reasons.add(
                            moved("The resolver places the person in " + home.region() + ", not where the data go."));
                if (!(home.standing() instanceof Standing.MoveDue due))
                    reasons.add(moved("The resolver does not say that a move is due."));
                else if (!due.from().equals(crossing.from()))
                    reasons.add(moved("The move that is due leaves " + due.from() + ", not " + crossing.from() + "."));
                if (home.explanation().asOf().isAfter(date))
                    reasons.add(moved(
                            "The home holds only from " + home.explanation().asOf() + "; a move waits for it."));
                if (crossing.subjects() != 1) reasons.add(moved("A change of residence is about one person."));
                yield move(crossing, reasons, "the resolver, " + home.country());
            }
            case LegalBasisClaim.HomesChanged(var country, var from) -> {
                var reasons = mustBeMove(crossing, place);
                var row = topology.homeOf(country, date);
                if (from.isAfter(date)) reasons.add(moved("homes.yaml is to change only on " + from + "."));
                if (row.isEmpty() || !isTo(crossing, row.get().region()))
                    reasons.add(
                            moved("homes.yaml does not place the people of " + country + " there on " + date + "."));
                yield move(crossing, reasons, "homes.yaml, " + country + " from " + from);
            }
            default -> null;
        };
    }

    private static Ruling move(Crossing crossing, List<Reason> reasons, String source) {
        if (!reasons.isEmpty()) return new Ruling.Refused(reasons);
        return new Ruling.Permitted(LegalBasis.RESIDENCE_CHANGE, source, "", List.of(), crossing.expires(), null);
    }

    /** A move carries the data to the new home, and a program does it that sits at one of its two ends. */
    private List<Reason> mustBeMove(Crossing crossing, Place place) {
        var reasons = new ArrayList<Reason>();
        if (!crossing.purpose().equals(Purpose.RESIDENCE_CHANGE))
            reasons.add(moved("The purpose of a move is " + Purpose.RESIDENCE_CHANGE + "."));
        boolean atAnEnd = crossing.to() instanceof Destination.ToRegion(var id)
                && (topology.region(id).orElseThrow().location().equals(place.country())
                        || topology.region(crossing.from())
                                .orElseThrow()
                                .location()
                                .equals(place.country()));
        if (!atAnEnd)
            reasons.add(moved("A move goes to the new home and is carried out at one of its ends, not from "
                    + place.country() + "."));
        return reasons;
    }

    private static boolean isTo(Crossing crossing, io.gatehouse.residency.region.RegionId region) {
        return crossing.to() instanceof Destination.ToRegion(var id) && id.equals(region);
    }

    private static Reason moved(String sentence) {
        return new Reason("not_a_move", sentence);
    }

    /** Safeguards and derogations; a foreign order by itself is none. Null when none is claimed. */
    @Nullable
    Ruling safeguards(Place place, Crossing crossing, Origin origin, LocalDate date) {
        return switch (crossing.basis()) {
            case LegalBasisClaim.Instrument(var id) -> instrument(id, place, crossing, origin, date);
            case LegalBasisClaim.Derogation claim -> derogation(claim, crossing, origin);
            case LegalBasisClaim.ForeignOrder _ ->
                new Ruling.Refused(List.of(new Reason(
                        "foreign_order_is_no_basis",
                        "An order of a court or authority of a third country does not by itself permit a transfer (Art."
                                + " 48): an international agreement, safeguards or a derogation must carry it.")));
            default -> null;
        };
    }

    private Ruling instrument(String id, Place place, Crossing crossing, Origin origin, LocalDate date) {
        var instrument = rules.instruments().get(id);
        if (instrument == null)
            return new Ruling.Refused(List.of(new Reason(
                    "no_such_instrument",
                    "No instrument of this id is on file in transfers.yaml; register it first.")));
        var reasons = new ArrayList<Reason>();
        checkReach(instrument, place, crossing, origin, reasons);
        checkDates(instrument, date, reasons);
        if (!reasons.isEmpty()) return new Ruling.Refused(reasons);
        var end = AdequacyLaw.earliest(crossing.expires(), instrument.days().to());
        end = AdequacyLaw.earliest(end, instrument.assessed().to());
        end = AdequacyLaw.earliest(end, instrument.revoked().map(day -> day.minusDays(1)));
        return new Ruling.Permitted(
                LegalBasis.SAFEGUARDS,
                "transfers.yaml: " + instrument.type() + " " + id + ", assessment " + instrument.assessment(),
                "",
                List.of("The measures of the assessment " + instrument.assessment() + " must be in place."),
                end,
                new Ruling.Cap("instrument:" + id, instrument.subjectsPerDay()));
    }

    private static void checkReach(
            Instrument instrument, Place place, Crossing crossing, Origin origin, List<Reason> reasons) {
        var id = instrument.id();
        if (!instrument.origins().contains(origin.id()))
            reasons.add(new Reason("instrument_of_other_law", id + " is no instrument under " + origin.law() + "."));
        var recipient = place.recipient();
        if (recipient == null || !recipient.id().equals(instrument.recipient()))
            reasons.add(new Reason(
                    "instrument_of_other_recipient",
                    id + " binds " + instrument.recipient() + ", which is not who receives the data in "
                            + place.country() + "."));
        if (!instrument.countries().contains(place.country()))
            reasons.add(new Reason(
                    "instrument_not_for_country",
                    id + " does not cover " + place.country() + "; it covers " + sorted(instrument.countries()) + "."));
        for (var kind : crossing.data())
            if (!instrument.data().contains(kind))
                reasons.add(new Reason(
                        "instrument_not_for_data", id + " does not cover data of the kind " + kind.wireName() + "."));
        if (!instrument.purposes().contains(crossing.purpose()))
            reasons.add(new Reason(
                    "instrument_not_for_purpose", id + " does not cover the purpose " + crossing.purpose() + "."));
    }

    private static List<String> sorted(Set<CountryCode> countries) {
        return countries.stream().sorted().map(CountryCode::value).toList();
    }

    private static void checkDates(Instrument instrument, LocalDate date, List<Reason> reasons) {
        var id = instrument.id();
        if (instrument.revoked().filter(day -> !date.isBefore(day)).isPresent())
            reasons.add(new Reason(
                    "instrument_revoked",
                    id + " was revoked on " + instrument.revoked().get() + "; it needs a successor."));
        if (!instrument.days().covers(date))
            reasons.add(new Reason(
                    "instrument_not_in_force",
                    id + " is in force from "
                            + instrument.days().from().map(LocalDate::toString).orElse("-") + " to "
                            + instrument.days().to().map(LocalDate::toString).orElse("-") + ", not on " + date + "."));
        if (!instrument.assessed().covers(date))
            reasons.add(new Reason(
                    "assessment_out_of_date",
                    "The assessment " + instrument.assessment() + " of " + id + " does not hold on " + date
                            + "; it must be made anew."));
    }

    private Ruling derogation(LegalBasisClaim.Derogation claim, Crossing crossing, Origin origin) {
        var limit = rules.derogations().get(claim.letter());
        if (limit == null)
            return new Ruling.Refused(List.of(new Reason(
                    "derogation_not_allowed",
                    "transfers.yaml allows no derogation of this letter; those on file: "
                            + rules.derogations().keySet().stream().sorted().toList() + ".")));
        var reasons = new ArrayList<Reason>();
        var name = "Art. 49(1)(" + claim.letter() + ")";
        if (!limit.purposes().contains(crossing.purpose()))
            reasons.add(new Reason(
                    "derogation_not_for_purpose",
                    name + " is not on file for the purpose " + crossing.purpose() + "."));
        if (claim.reason().strip().length() < SHORTEST_REASON)
            reasons.add(new Reason(
                    "derogation_without_reason",
                    name + " needs the reason in this very case, in at least " + SHORTEST_REASON + " characters."));
        if (crossing.approver() == null)
            reasons.add(new Reason("approver_needed", name + " needs the approval of a second person."));
        if (crossing.subjects() > limit.mostSubjects())
            reasons.add(new Reason(
                    "derogation_too_many",
                    name + " is for at most " + limit.mostSubjects() + " people at a time, not " + crossing.subjects()
                            + "; what is done for many needs safeguards."));
        if (claim.letter().equals("compelling") && claim.notice().isBlank())
            reasons.add(new Reason(
                    "notice_needed", "Compelling interests need the reference of the notice to the authority."));
        if (!reasons.isEmpty()) return new Ruling.Refused(reasons);
        return new Ruling.Permitted(
                LegalBasis.DEROGATION,
                origin.law() + ", derogation " + claim.letter(),
                "",
                List.of(limit.needs(), "A derogation is for the single case and never a routine."),
                crossing.expires(),
                new Ruling.Cap("derogation:" + claim.letter(), limit.subjectsPerDay()));
    }
}
