package io.gatehouse.residency.crossing;

import io.gatehouse.residency.crossing.TransferRules.Origin;
import io.gatehouse.residency.crossing.TransferRules.Registered;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rules on crossings: is the purpose allowed at all, then for each place that the data reach (where they are sent, and
 * where who reads them sits): inside the zone, adequacy, safeguards, derogation, otherwise no. Pure.
 */
final class TransferJudge {
    private final Topology topology;
    private final TransferRules rules;
    private final AdequacyLaw adequacy;
    private final ClaimedBasis claimed;

    TransferJudge(Topology topology, TransferRules rules) {
        this.topology = topology;
        this.rules = rules;
        this.adequacy = new AdequacyLaw(topology.territories(), rules);
        this.claimed = new ClaimedBasis(topology, rules);
    }

    /**
     * Somewhere that the data reach.
     *
     * @param recipient who receives them there; null when nobody on file is named
     */
    record Place(CountryCode country, @Nullable Recipient recipient, boolean sameJurisdiction) {}

    Ruling rule(Crossing crossing) {
        var reasons = new ArrayList<Reason>();
        checkRequest(crossing, reasons);
        var from = topology.region(crossing.from());
        if (from.isEmpty()) reasons.add(unknownRegion(crossing.from().value()));
        if (crossing.to() instanceof Destination.ToRegion(var id)
                && topology.region(id).isEmpty()) reasons.add(unknownRegion(id.value()));
        if (reasons.stream().anyMatch(reason -> reason.code().equals("unknown_region")))
            return new Ruling.Refused(reasons);
        var date = LocalDate.ofInstant(crossing.at(), ZoneOffset.UTC);
        var found = new ArrayList<Ruling.Permitted>();
        var origin = originOf(from.orElseThrow(), date);
        for (var place : places(crossing, from.orElseThrow())) {
            var ruling = ruleOn(place, crossing, origin, date);
            switch (ruling) {
                case Ruling.Permitted permitted -> found.add(permitted);
                case Ruling.Refused(var more) -> reasons.addAll(more);
            }
        }
        return reasons.isEmpty() ? together(found) : new Ruling.Refused(List.copyOf(new LinkedHashSet<>(reasons)));
    }

    /** As {@link #rule}, and never outside the jurisdiction, whatever else would permit it. */
    Ruling ruleShelter(Crossing crossing, RegionId to) {
        var from = topology.region(crossing.from()).map(Region::jurisdiction);
        if (from.isEmpty() || !from.equals(topology.region(to).map(Region::jurisdiction)))
            return new Ruling.Refused(List.of(new Reason(
                    "another_jurisdiction",
                    "People of " + crossing.from() + " are sheltered in their own jurisdiction or not at all.")));
        return rule(crossing);
    }

    private static Reason unknownRegion(String id) {
        return new Reason("unknown_region", "There is no region " + id + " in regions.yaml.");
    }

    private void checkRequest(Crossing crossing, List<Reason> reasons) {
        var allowed = rules.purposes().get(crossing.purpose());
        if (rules.refused().containsKey(crossing.purpose()))
            reasons.add(new Reason(
                    "purpose_refused",
                    "Data are never handed out for " + crossing.purpose() + ": "
                            + rules.refused().get(crossing.purpose()) + "."));
        else if (allowed == null)
            reasons.add(new Reason(
                    "purpose_unknown",
                    "transfers.yaml allows no purpose " + crossing.purpose()
                            + "; whoever answers for data protection must add it."));
        else
            for (var kind : crossing.data())
                if (!allowed.contains(kind))
                    reasons.add(new Reason(
                            "data_not_for_purpose",
                            "The purpose " + crossing.purpose() + " does not need data of the kind " + kind.wireName()
                                    + "; leave it out."));
        if (crossing.actor().pseudonym().equals(crossing.approver()))
            reasons.add(new Reason("self_approved", "Who reads cannot be who approved; a second person must approve."));
        if (crossing.expires().isAfter(crossing.at().plus(rules.longestPassage())))
            reasons.add(new Reason(
                    "too_long",
                    "A passage stays open for at most " + rules.longestPassage().toHours()
                            + " hours; ask for a shorter one, and again later."));
    }

    private Optional<Origin> originOf(Region from, LocalDate date) {
        return rules.origins().stream()
                .filter(origin -> adequacy.isInside(origin, from.location(), date))
                .findFirst();
    }

    private List<Place> places(Crossing crossing, Region from) {
        var places = new ArrayList<Place>();
        var reader = crossing.actor().country();
        switch (crossing.to()) {
            case Destination.ToRegion(var id) -> {
                var to = topology.region(id).orElseThrow();
                var runs = recipientWhere(r -> r.regions().contains(id));
                places.add(new Place(to.location(), runs, to.jurisdiction().equals(from.jurisdiction())));
            }
            case Destination.ToCountry(var country, var recipient) -> places.add(new Place(country, recipient, false));
            case Destination.ToService _, Destination.ToReader _ -> {}
        }
        boolean named = places.stream().anyMatch(place -> place.country().equals(reader));
        if (!named) {
            var employs = recipientWhere(r -> r.operatorsIn().contains(reader));
            places.add(new Place(reader, employs, reader.equals(from.location())));
        }
        return places;
    }

    private @Nullable Recipient recipientWhere(java.util.function.Predicate<Registered> condition) {
        return rules.recipients().values().stream()
                .filter(condition)
                .map(registered -> new Recipient(registered.id()))
                .min(java.util.Comparator.comparing(Recipient::id))
                .orElse(null);
    }

    private Ruling ruleOn(Place place, Crossing crossing, Optional<Origin> origin, LocalDate date) {
        if (place.sameJurisdiction())
            return new Ruling.Permitted(
                    LegalBasis.INSIDE, "regions.yaml: the same jurisdiction", "", List.of(), crossing.expires(), null);
        if (origin.isEmpty())
            return new Ruling.Refused(List.of(new Reason(
                    "no_law_of_origin",
                    "transfers.yaml names no law for the place of " + crossing.from()
                            + "; nothing leaves it until an entry under origins says on what conditions.")));
        var law = origin.get();
        if (adequacy.isInside(law, place.country(), date))
            return new Ruling.Permitted(
                    LegalBasis.INSIDE,
                    adequacy.insideSource(law, place.country(), date),
                    "",
                    List.of(),
                    crossing.expires(),
                    null);
        var moved = claimed.residence(place, crossing, date);
        if (moved instanceof Ruling.Permitted) return moved;
        var adequate = adequacy.rule(place, crossing, law, date);
        if (adequate instanceof Ruling.Permitted) return adequate;
        var other = claimed.safeguards(place, crossing, law, date);
        if (other instanceof Ruling.Permitted) return other;
        var reasons = new ArrayList<Reason>();
        addReasons(moved, reasons);
        addReasons(adequate, reasons);
        addReasons(other, reasons);
        return new Ruling.Refused(reasons);
    }

    private static void addReasons(@Nullable Ruling ruling, List<Reason> reasons) {
        if (ruling instanceof Ruling.Refused(var more)) reasons.addAll(more);
    }

    /** The basis that carries furthest from home stands for all; every condition holds, and the earliest end. */
    private static Ruling together(List<Ruling.Permitted> found) {
        var last = found.stream()
                .max(java.util.Comparator.comparing(Ruling.Permitted::legalBasis))
                .orElseThrow();
        var conditions =
                found.stream().flatMap(p -> p.conditions().stream()).distinct().toList();
        var expires = found.stream()
                .map(Ruling.Permitted::expires)
                .min(Instant::compareTo)
                .orElseThrow();
        return new Ruling.Permitted(
                last.legalBasis(), last.source(), last.adequacyScope(), conditions, expires, last.cap());
    }
}
