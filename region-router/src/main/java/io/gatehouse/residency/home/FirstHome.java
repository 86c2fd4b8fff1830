package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Balance.Sum;
import io.gatehouse.residency.home.Explanation.Attempt;
import io.gatehouse.residency.home.Explanation.Rule;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.HomesRow;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The home of somebody who has none yet: the highest score, but where evidence of some weight says EEA, the EEA side, unless
 * what leaving it takes is fulfilled already.
 */
final class FirstHome {
    private final Topology topology;
    private final Balance balance;
    private final RuleSet rules;
    private final Changes changes;
    private final LocalDate date;
    private final List<Attempt> asked = new ArrayList<>();

    FirstHome(Topology topology, Balance balance, RuleSet rules, Changes changes, LocalDate date) {
        this.topology = topology;
        this.balance = balance;
        this.rules = rules;
        this.changes = changes;
        this.date = date;
    }

    Decision decide(PersonFacts facts) {
        var scoring = balance.sums().stream().filter(sum -> sum.score > 0).toList();
        if (scoring.isEmpty()) return Decision.unresolved(nothing(facts));
        var inside = scoring.stream().filter(sum -> sum.isEeaSide).toList();
        boolean agreed = scoring.size() == 1;
        boolean conflict =
                !inside.isEmpty() && inside.size() < scoring.size() && balance.eeaScore() >= rules.eeaConflictScore();
        if (!conflict) {
            if (scoring.getFirst().score < rules.firstScore())
                return Decision.unresolved(HomeRegion.Reason.INSUFFICIENT_EVIDENCE);
            return lead(scoring, agreed ? Rule.AGREED : Rule.STRONGEST);
        }
        // Enough is known of where the person may live; only which of it holds is open.
        double total = scoring.stream().mapToDouble(sum -> sum.score).sum();
        if (total < rules.firstScore()) return Decision.unresolved(HomeRegion.Reason.INSUFFICIENT_EVIDENCE);
        var settled = scoring.stream().filter(this::isSettled).toList();
        if (!settled.isEmpty()) return lead(settled, Rule.SETTLED);
        boolean overrules = scoring.stream().anyMatch(sum -> !sum.isEeaSide && sum.score >= inside.getFirst().score);
        return lead(inside, overrules ? Rule.STRICTEST_EEA : Rule.STRONGEST);
    }

    private HomeRegion.Reason nothing(PersonFacts facts) {
        if (facts.holder() == Holder.BUSINESS)
            return balance.voices().isEmpty()
                    ? HomeRegion.Reason.NO_ESTABLISHMENT
                    : HomeRegion.Reason.INSUFFICIENT_EVIDENCE;
        if (balance.voices().isEmpty()) return HomeRegion.Reason.NO_EVIDENCE;
        return balance.voices().stream().noneMatch(voice -> voice.kind().decides())
                ? HomeRegion.Reason.NETWORK_LOCATION_ALONE
                : HomeRegion.Reason.INSUFFICIENT_EVIDENCE;
    }

    private boolean isSettled(Sum sum) {
        return !sum.isEeaSide
                && changes.attempt(
                                sum,
                                changes.direction(true, false),
                                other -> other.isEeaSide,
                                balance.eeaScore(),
                                asked)
                        != null;
    }

    private Decision lead(List<Sum> candidates, Rule rule) {
        var leader = candidates.getFirst();
        var region = regionOf(leader);
        for (var other : candidates)
            if (other.score == leader.score && !regionOf(other).equals(region))
                return Decision.unresolved(HomeRegion.Reason.CONTRADICTORY_EVIDENCE);
        return new Decision(
                rule,
                leader.country,
                region.orElse(null),
                region.isPresent() ? null : HomeRegion.Reason.COUNTRY_WITHOUT_HOME,
                asked.stream()
                        .filter(attempt ->
                                attempt.isFulfilled() && attempt.country().equals(leader.country))
                        .findFirst()
                        .orElse(null),
                asked);
    }

    private Optional<RegionId> regionOf(Sum sum) {
        return topology.homeOf(sum.country, date).map(HomesRow::region);
    }
}
