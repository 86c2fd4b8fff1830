package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Observations.Observed;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;

/** The days on which what is resolved may become another: evidence arrives, fades or has held, or a dated row begins or ends. */
final class TurningPoints {
    private final long first;
    private final long last;
    private long[] days = new long[64];
    private int count;

    private TurningPoints(long first, long last) {
        this.first = first;
        this.last = last;
    }

    /** After the present home began and up to the date, as days since 1970, latest first. */
    static long[] before(
            LocalDate date,
            Observations observations,
            CurrentHome current,
            Decision decision,
            ResidenceRules rules,
            Topology topology) {
        var points = new TurningPoints(current.since().toEpochDay() + 1, date.toEpochDay());
        var places = new LinkedHashSet<CountryCode>();
        places.add(current.country());
        if (decision.country() != null) places.add(decision.country());
        for (int i = 0; i < observations.size(); i++)
            places.add(observations.at(i).country());
        for (var set : rules.sets()) {
            points.add(set.from());
            points.addAfter(set.to());
            for (int i = 0; i < observations.size(); i++) points.addAging(observations.at(i), set);
        }
        for (var place : places) points.addPlace(place, topology);
        return points.latestFirst();
    }

    private void addAging(Observed observed, RuleSet set) {
        var kind = observed.evidence().kind();
        var rule = set.kind(kind);
        add(observed.knownDay());
        for (long age = rule.halfLifeDays(); age <= rule.maxAgeDays(); age += rule.halfLifeDays()) {
            if (observed.observedDay() + age > last) break;
            add(observed.observedDay() + age);
        }
        add(observed.observedDay() + rule.maxAgeDays() + 1);
        // An observation holds from one time it was seen to another: those days are turning points already.
        if (!kind.isStatement()) return;
        for (var changes : set.changes().values())
            for (var change : changes) add(observed.knownDay() + change.holdDays());
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
        end.ifPresent(day -> add(day.toEpochDay() + 1));
    }

    private void add(LocalDate day) {
        add(day.toEpochDay());
    }

    private void add(long day) {
        if (day < first || day > last) return;
        if (count == days.length) days = Arrays.copyOf(days, count * 2);
        // Negated, so that the order of numbers puts the latest first.
        days[count++] = -day;
    }

    private long[] latestFirst() {
        Arrays.sort(days, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) if (i == 0 || days[i] != days[i - 1]) days[distinct++] = days[i];
        var latestFirst = new long[distinct];
        for (int i = 0; i < distinct; i++) latestFirst[i] = -days[i];
        return latestFirst;
    }
}
