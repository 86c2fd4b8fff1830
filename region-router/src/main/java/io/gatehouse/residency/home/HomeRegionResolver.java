package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.HomesRow;
import io.gatehouse.residency.region.Topology;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds where a person is at home from evidence of residence. Pure, thread-safe.
 *
 * <p>Within a kind the latest observation replaces earlier ones. Among kinds the strongest is followed, unless a weaker one
 * that decides says EEA and the strongest does not: then the EEA side holds, because data that has left it cannot be called
 * back. Network locations are recorded and never weighed, in either direction: a single lookup is no residence.
 */
public final class HomeRegionResolver {
    private static final List<EvidenceKind> DECIDING =
            Stream.of(EvidenceKind.values()).filter(EvidenceKind::decides).toList();

    private static final Comparator<ResidenceEvidence> STRONGEST_FIRST = Comparator.comparing(ResidenceEvidence::kind)
            .thenComparing(ResidenceEvidence::observedAt, Comparator.reverseOrder())
            .thenComparing(ResidenceEvidence::country);

    private final Topology topology;

    public HomeRegionResolver(Topology topology) {
        this.topology = topology;
    }

    /** As of an instant; the law's dates are taken in UTC. */
    public HomeRegion resolve(List<ResidenceEvidence> evidence, Instant asOf) {
        return new Weighing(evidence, asOf, LocalDate.ofInstant(asOf, ZoneOffset.UTC)).conclude();
    }

    /** As of the end of a day (UTC). */
    public HomeRegion resolve(List<ResidenceEvidence> evidence, LocalDate asOf) {
        return resolve(
                evidence,
                asOf.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1));
    }

    /** One resolution in progress. */
    private final class Weighing {
        private final List<ResidenceEvidence> all;
        private final Instant asOf;
        private final LocalDate date;

        Weighing(List<ResidenceEvidence> evidence, Instant asOf, LocalDate date) {
            this.all = evidence.stream().sorted(STRONGEST_FIRST).toList();
            this.asOf = asOf;
            this.date = date;
        }

        HomeRegion conclude() {
            var known = all.stream().filter(e -> !e.observedAt().isAfter(asOf)).toList();
            var current = known.stream()
                    .filter(e -> e.kind().decides() && isLatestOfItsKind(e, known))
                    .toList();
            if (current.isEmpty())
                return unresolved(
                        known.isEmpty() ? HomeRegion.Reason.NO_EVIDENCE : HomeRegion.Reason.NETWORK_LOCATION_ALONE,
                        DECIDING);
            boolean agreed =
                    current.stream().map(ResidenceEvidence::country).distinct().count() == 1;
            // Strongest first, so the first on the EEA side is also the strongest there.
            var candidates = current.stream().filter(this::isEeaSide).toList();
            if (candidates.isEmpty()) candidates = current;
            var leader = candidates.getFirst();
            if (isTied(leader, candidates))
                return unresolved(HomeRegion.Reason.CONTRADICTORY_EVIDENCE, strongerThan(leader.kind()));
            var rule = agreed
                    ? Explanation.Rule.AGREED
                    : isOverruling(leader, current) ? Explanation.Rule.STRICTEST_EEA : Explanation.Rule.STRONGEST;
            return place(leader.country(), rule, current);
        }

        /** Whether the leader leads only because it is on the EEA side. */
        private boolean isOverruling(ResidenceEvidence leader, List<ResidenceEvidence> current) {
            return isEeaSide(leader)
                    && current.stream().anyMatch(e -> e.kind().compareTo(leader.kind()) <= 0 && !isEeaSide(e));
        }

        private boolean isLatestOfItsKind(ResidenceEvidence evidence, List<ResidenceEvidence> known) {
            return known.stream()
                    .noneMatch(other -> other.kind() == evidence.kind()
                            && other.observedAt().isAfter(evidence.observedAt()));
        }

        private boolean isEeaSide(ResidenceEvidence evidence) {
            return topology.territories().rowOn(evidence.country(), date).isEeaSide();
        }

        /** Whether another country of another region has exactly the leader's standing. */
        private boolean isTied(ResidenceEvidence leader, List<ResidenceEvidence> candidates) {
            var region = topology.homeOf(leader.country(), date).map(HomesRow::region);
            return candidates.stream()
                    .anyMatch(other -> other.kind() == leader.kind()
                            && !other.country().equals(leader.country())
                            && !topology.homeOf(other.country(), date)
                                    .map(HomesRow::region)
                                    .equals(region));
        }

        private List<EvidenceKind> strongerThan(EvidenceKind kind) {
            var stronger = DECIDING.stream().filter(k -> k.compareTo(kind) < 0).toList();
            return stronger.isEmpty() ? List.of(EvidenceKind.VERIFIED) : stronger;
        }

        private HomeRegion place(CountryCode country, Explanation.Rule rule, List<ResidenceEvidence> current) {
            var home = topology.homeOf(country, date);
            var explanation = new Explanation(
                    date,
                    rule,
                    weighed(current, Optional.of(country)),
                    Optional.of(topology.territories().rowOn(country, date)),
                    home);
            if (home.isEmpty())
                return new HomeRegion.Unresolved(HomeRegion.Reason.COUNTRY_WITHOUT_HOME, List.of(), explanation);
            return new HomeRegion.Resolved(home.get().region(), country, explanation);
        }

        private HomeRegion unresolved(HomeRegion.Reason reason, List<EvidenceKind> missing) {
            var explanation = new Explanation(
                    date,
                    Explanation.Rule.NONE,
                    weighed(List.of(), Optional.empty()),
                    Optional.empty(),
                    Optional.empty());
            return new HomeRegion.Unresolved(reason, missing, explanation);
        }

        private List<Explanation.Weighed> weighed(List<ResidenceEvidence> current, Optional<CountryCode> chosen) {
            var weighed = new ArrayList<Explanation.Weighed>();
            for (var evidence : all) weighed.add(new Explanation.Weighed(evidence, use(evidence, current, chosen)));
            return weighed;
        }

        private Explanation.Use use(
                ResidenceEvidence evidence, List<ResidenceEvidence> current, Optional<CountryCode> chosen) {
            if (evidence.observedAt().isAfter(asOf)) return Explanation.Use.NOT_YET_KNOWN;
            if (!evidence.kind().decides()) return Explanation.Use.ACCOMPANIES;
            if (chosen.isPresent() && !current.contains(evidence)) return Explanation.Use.SUPERSEDED;
            return chosen.filter(evidence.country()::equals).isPresent()
                    ? Explanation.Use.DECISIVE
                    : Explanation.Use.OUTWEIGHED;
        }
    }
}
