package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Balance.Sum;
import io.gatehouse.residency.home.Explanation.Attempt;
import io.gatehouse.residency.home.Explanation.Rule;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.HomesRow;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The home of somebody who has one: it stays unless a rule for changes is fulfilled, or the homes file places the people
 * of the country elsewhere.
 */
final class HeldHome {
    private final Topology topology;
    private final Balance balance;
    private final Changes changes;
    private final CurrentHome current;
    private final LocalDate date;
    private final boolean isEeaSide;
    private final List<Attempt> asked = new ArrayList<>();

    HeldHome(Topology topology, Balance balance, Changes changes, CurrentHome current, LocalDate date) {
        this.topology = topology;
        this.balance = balance;
        this.changes = changes;
        this.current = current;
        this.date = date;
        this.isEeaSide = isEeaSide(current.country());
    }

    /** A country that a rule for changes was fulfilled for. */
    private record Candidate(Sum sum, @Nullable RegionId region, Attempt attempt) {}

    Decision decide() {
        boolean isNamed = false;
        var candidates = new ArrayList<Candidate>(1);
        for (var sum : balance.sums()) {
            if (sum.score == 0 || sum.country.equals(current.country())) continue;
            isNamed = true;
            var region =
                    topology.homeOf(sum.country, date).map(HomesRow::region).orElse(null);
            var fulfilled = ask(sum, region);
            if (fulfilled != null) candidates.add(new Candidate(sum, region, fulfilled));
        }
        var chosen = choose(candidates);
        if (chosen == null) return stay(isNamed);
        return new Decision(
                Rule.CHANGED,
                chosen.sum().country,
                chosen.region(),
                chosen.region() == null ? HomeRegion.Reason.COUNTRY_WITHOUT_HOME : null,
                chosen.attempt(),
                asked);
    }

    private @Nullable Attempt ask(Sum target, @Nullable RegionId region) {
        boolean leaves = isEeaSide && !target.isEeaSide || isEeaRegion(current.region()) && !isEeaRegion(region);
        boolean enters =
                !leaves && (target.isEeaSide && !isEeaSide || isEeaRegion(region) && !isEeaRegion(current.region()));
        Predicate<Sum> isPresentSide =
                sum -> sum.country.equals(current.country()) || leaves && sum.isEeaSide && sum != target;
        double base = leaves
                ? balance.eeaScore() + (isEeaSide ? 0 : balance.scoreOf(current.country()))
                : balance.scoreOf(current.country());
        return changes.attempt(target, changes.direction(leaves, enters), isPresentSide, base, asked);
    }

    /** The EEA side first, then the highest score. Equally strong ones outside of it that differ in region settle nothing. */
    private static @Nullable Candidate choose(List<Candidate> candidates) {
        Candidate best = null;
        boolean isTied = false;
        for (var each : candidates) {
            if (best == null || each.sum().isEeaSide && !best.sum().isEeaSide) {
                best = each;
                isTied = false;
            } else if (!best.sum().isEeaSide
                    && each.sum().score == best.sum().score
                    && !Objects.equals(each.region(), best.region())) isTied = true;
        }
        return isTied ? null : best;
    }

    private Decision stay(boolean isNamed) {
        Optional<HomesRow> row = topology.homeOf(current.country(), date);
        var rule = isNamed ? Rule.HELD : Rule.CONFIRMED;
        if (row.isEmpty())
            return new Decision(rule, current.country(), null, HomeRegion.Reason.COUNTRY_WITHOUT_HOME, null, asked);
        var region = row.get().region();
        if (region.equals(current.region())) return keep(rule);
        boolean leavesEea = isEeaRegion(current.region()) && !isEeaRegion(region);
        if (leavesEea && changes.waitsForVerified(current.country())) return keep(Rule.HELD_FOR_MINOR);
        return new Decision(Rule.HOMES_CHANGED, current.country(), region, null, null, asked);
    }

    private Decision keep(Rule rule) {
        return new Decision(rule, current.country(), current.region(), null, null, asked);
    }

    private boolean isEeaSide(CountryCode country) {
        return topology.territories().rowOn(country, date).isEeaSide();
    }

    private boolean isEeaRegion(@Nullable RegionId region) {
        return region != null && topology.isEea(region);
    }
}
