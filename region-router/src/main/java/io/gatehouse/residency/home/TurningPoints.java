package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.ChangeRule;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The days on which what is resolved may become another: evidence arrives, fades or has held, or a dated row begins or ends. */
final class TurningPoints {
    private final NavigableSet<LocalDate> days = new TreeSet<>(Comparator.reverseOrder());
    private final LocalDate last;

    private TurningPoints(LocalDate last) {
        this.last = last;
    }

    /** Up to the date, latest first. */
    static Iterable<LocalDate> before(
            LocalDate date,
            List<ResidenceEvidence> evidence,
            CurrentHome current,
            Decision decision,
            ResidenceRules rules,
            Topology topology) {
        var points = new TurningPoints(date);
        for (var set : rules.sets()) {
            points.add(set.from());
            points.addAfter(set.to());
            for (var each : evidence) points.addAging(each, set);
        }
        points.addPlace(current.country(), topology);
        if (decision.country() != null) points.addPlace(decision.country(), topology);
        for (var each : evidence) points.addPlace(each.country(), topology);
        return points.days;
    }

    private void addAging(ResidenceEvidence evidence, ResidenceRules.RuleSet set) {
        var known = LocalDate.ofInstant(evidence.knownAt(), ZoneOffset.UTC);
        var observed = LocalDate.ofInstant(evidence.observedAt(), ZoneOffset.UTC);
        var rule = set.kind(evidence.kind());
        add(known);
        for (long age = rule.halfLifeDays(); age <= rule.maxAgeDays(); age += rule.halfLifeDays()) {
            if (observed.plusDays(age).isAfter(last)) break;
            add(observed.plusDays(age));
        }
        add(observed.plusDays(rule.maxAgeDays() + 1L));
        // An observation holds from one time it was seen to another: those days are turning points already.
        if (!evidence.kind().isStatement()) return;
        for (var changes : set.changes().values())
            for (ChangeRule change : changes) add(known.plusDays(change.holdDays()));
    }

    private void addPlace(CountryCode country, Topology topology) {
        for (var row : topology.territories().rowsOf(country)) {
            row.from().ifPresent(this::add);
            addAfter(row.to());
        }
        for (var row : topology.homesOf(country)) {
            add(row.from());
            addAfter(row.to());
        }
    }

    private void addAfter(Optional<LocalDate> end) {
        end.ifPresent(day -> add(day.plusDays(1)));
    }

    private void add(LocalDate day) {
        if (!day.isAfter(last)) days.add(day);
    }
}
