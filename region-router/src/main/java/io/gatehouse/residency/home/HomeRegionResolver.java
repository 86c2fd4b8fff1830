package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.Topology;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a person is at home from evidence of residence. Pure, thread-safe; the order of the evidence does not matter.
 *
 * <p>Each kind of evidence has a weight that fades with age; weights add up by country. A first home needs some score, and
 * the EEA side holds where evidence conflicts, because data that has left it cannot be called back. A home that is there
 * changes only when a rule of {@code evidence.yaml} is fulfilled: by how many kinds, for how long, by which margin. So a
 * traveller does not move and somebody who moved does. The rules, the homes and the territories are those of the date asked
 * about, and only what was known by then counts.
 */
public final class HomeRegionResolver {
    private final Topology topology;
    private final ResidenceRules rules;

    public HomeRegionResolver(Topology topology, ResidenceRules rules) {
        this.topology = topology;
        this.rules = rules;
    }

    /** Of somebody who has no home yet, as of an instant; the law's dates are taken in UTC. */
    public HomeRegion resolve(List<ResidenceEvidence> evidence, PersonFacts facts, Instant asOf) {
        return answer(new Case(new Observations(evidence, facts.holder(), asOf), facts, null), asOf);
    }

    /** Of somebody at home somewhere, as of an instant; the law's dates are taken in UTC. Moves nobody. */
    public HomeRegion resolve(List<ResidenceEvidence> evidence, PersonFacts facts, CurrentHome current, Instant asOf) {
        return answer(new Case(new Observations(evidence, facts.holder(), asOf), facts, current), asOf);
    }

    /**
     * Whether data of somebody at home somewhere must have moved by the end of a day (UTC): because evidence says so, or
     * because the homes file places their country elsewhere from a date on. For jobs that go through everybody; what they
     * find for a day to come is what will be due if nothing else becomes known.
     */
    public Optional<HomeRegion.Resolved> moveDue(
            List<ResidenceEvidence> evidence, PersonFacts facts, CurrentHome current, LocalDate date) {
        return resolve(evidence, facts, current, endOf(date)) instanceof HomeRegion.Resolved resolved
                        && resolved.standing() instanceof Standing.MoveDue
                ? Optional.of(resolved)
                : Optional.empty();
    }

    /** The last moment of a day in UTC. */
    public static Instant endOf(LocalDate date) {
        return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1);
    }

    /** One question. */
    private record Case(
            Observations observations,
            PersonFacts facts,
            @Nullable CurrentHome current) {}

    /** What was found, with what it was found from. */
    private record Found(Decision decision, Balance balance, RuleSet rules) {}

    private HomeRegion answer(Case asked, Instant asOf) {
        var date = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        var found = find(asked, date);
        if (found == null) {
            var explanation = new Explanation(
                    date,
                    Explanation.Rule.NONE,
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            return new HomeRegion.Unresolved(HomeRegion.Reason.NO_RULES_ON_DATE, List.of(), explanation);
        }
        var decision = found.decision();
        var explanation = explain(asked, found, asOf, date);
        if (decision.reason() != null)
            return new HomeRegion.Unresolved(
                    decision.reason(),
                    Missing.kinds(decision, found.balance(), found.rules(), asked.facts()),
                    explanation);
        return new HomeRegion.Resolved(
                Objects.requireNonNull(decision.region(), "resolved without a region"),
                Objects.requireNonNull(decision.country(), "resolved without a country"),
                standing(asked, decision, date),
                explanation);
    }

    /** Of a day up to the one asked about; null when no rules cover it. */
    private @Nullable Found find(Case asked, LocalDate date) {
        var set = rules.on(date).orElse(null);
        if (set == null) return null;
        var facts = asked.facts();
        var balance = Balance.of(asked.observations(), date, set, topology.territories());
        var changes = new Changes(balance, set, facts);
        var current = asked.current();
        var decision = current == null
                ? new FirstHome(topology, balance, set, changes, date).decide(facts)
                : new HeldHome(topology, balance, changes, current, date).decide();
        return new Found(decision, balance, set);
    }

    private Standing standing(Case asked, Decision decision, LocalDate date) {
        var current = asked.current();
        if (current == null) return new Standing.First();
        boolean sameRegion = current.region().equals(decision.region());
        if (sameRegion && current.country().equals(decision.country())) return new Standing.Stay();
        var since = since(asked, current, decision, date);
        if (sameRegion) return new Standing.CountryChange(current.country(), since);
        return new Standing.MoveDue(
                current.region(),
                since,
                decision.rule() == Explanation.Rule.HOMES_CHANGED
                        ? Standing.Reason.HOMES_CHANGED
                        : Standing.Reason.EVIDENCE);
    }

    /**
     * The first day of the unbroken time, up to the date, in which every day gives this decision. Nothing changes between
     * turning points, so only the day before each of them is asked about.
     */
    private LocalDate since(Case asked, CurrentHome current, Decision decision, LocalDate date) {
        for (long turn : TurningPoints.before(date, asked.observations(), current, decision, rules, topology)) {
            var before = find(asked, LocalDate.ofEpochDay(turn - 1));
            if (before == null || !before.decision().isSameHome(decision)) return LocalDate.ofEpochDay(turn);
        }
        return current.since();
    }

    private Explanation explain(Case asked, Found found, Instant asOf, LocalDate date) {
        var decision = found.decision();
        var country = decision.country();
        return new Explanation(
                date,
                decision.rule(),
                Weighing.weighed(asked.observations().given(), asked.facts().holder(), asOf, found.balance(), decision),
                found.balance().scores(),
                decision.attempts(),
                Optional.ofNullable(decision.change()).map(Explanation.Attempt::rule),
                Optional.ofNullable(country).map(c -> topology.territories().rowOn(c, date)),
                Optional.ofNullable(country).flatMap(c -> topology.homeOf(c, date)),
                Optional.of(found.rules()));
    }
}
