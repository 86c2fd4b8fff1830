package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Territories;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What evidence says on one day: for each kind and country its weight and for how long it has held, and the sums. */
final class Balance {
    static final Comparator<ResidenceEvidence> ORDER = Comparator.comparing(ResidenceEvidence::kind)
            .thenComparing(ResidenceEvidence::observedAt)
            .thenComparing(ResidenceEvidence::country)
            .thenComparing(ResidenceEvidence::receivedAt);

    /** Months, not visits: shorter than this a network location is no sign of living somewhere. */
    static final int MIN_NETWORK_DAYS = 30;

    private final List<Voice> voices = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    private final LocalDate date;
    private final RuleSet rules;
    private final Territories territories;

    private Balance(LocalDate date, RuleSet rules, Territories territories) {
        this.date = date;
        this.rules = rules;
        this.territories = territories;
    }

    /**
     * One kind that names one country.
     *
     * @param last the observation that counts
     * @param heldDays for how long without another country between; -1 when one was named at the same moment
     * @param weight after age; 0 when replaced, too old, or not counted
     */
    record Voice(ResidenceEvidence last, int heldDays, double weight, boolean isReplaced) {
        EvidenceKind kind() {
            return last.kind();
        }

        CountryCode country() {
            return last.country();
        }
    }

    /** All that speaks for one country. */
    static final class Sum {
        final CountryCode country;
        final boolean isEeaSide;
        final List<Voice> voices = new ArrayList<>(4);
        double score;

        Sum(CountryCode country, boolean isEeaSide) {
            this.country = country;
            this.isEeaSide = isEeaSide;
        }
    }

    /** Consecutive observations of one kind that name one country. */
    private static final class Run {
        final CountryCode country;
        ResidenceEvidence last;
        long firstKnownDay;
        boolean isContested;

        Run(ResidenceEvidence first) {
            this.country = first.country();
            this.last = first;
            this.firstKnownDay = day(first.knownAt());
        }

        void extend(ResidenceEvidence next) {
            if (next.observedAt().isAfter(last.observedAt())) last = next;
            firstKnownDay = Math.min(firstKnownDay, day(next.knownAt()));
        }

        int heldUntil(long day) {
            return isContested ? -1 : (int) Math.max(0, day - firstKnownDay);
        }
    }

    /**
     * @param sorted by {@link #ORDER}
     * @param cut what was not known by this moment does not count
     */
    static Balance of(
            List<ResidenceEvidence> sorted,
            Holder holder,
            Instant cut,
            LocalDate date,
            RuleSet rules,
            Territories territories) {
        var balance = new Balance(date, rules, territories);
        int begin = 0;
        while (begin < sorted.size()) {
            var kind = sorted.get(begin).kind();
            int end = begin;
            while (end < sorted.size() && sorted.get(end).kind() == kind) end++;
            if (kind.isAbout(holder)) balance.hear(kind, runs(sorted.subList(begin, end), cut));
            begin = end;
        }
        balance.sums.sort(Comparator.comparingDouble((Sum sum) -> -sum.score).thenComparing(sum -> sum.country));
        return balance;
    }

    private static List<Run> runs(List<ResidenceEvidence> ofKind, Instant cut) {
        var runs = new ArrayList<Run>(2);
        for (var evidence : ofKind) {
            if (evidence.knownAt().isAfter(cut)) continue;
            var open = runs.isEmpty() ? null : runs.getLast();
            boolean sameTime = open != null && open.last.observedAt().equals(evidence.observedAt());
            boolean samePlace = open != null && open.country.equals(evidence.country());
            if (open != null && samePlace && (sameTime || !open.isContested)) {
                open.extend(evidence);
                continue;
            }
            var run = new Run(evidence);
            if (open != null && sameTime) {
                open.isContested = true;
                run.isContested = true;
            }
            runs.add(run);
        }
        return runs;
    }

    private void hear(EvidenceKind kind, List<Run> runs) {
        if (runs.isEmpty()) return;
        long today = date.toEpochDay();
        var rule = rules.kind(kind);
        var newest = runs.getLast().last.observedAt();
        int longestLater = 0;
        for (int i = runs.size() - 1; i >= 0; i--) {
            var run = runs.get(i);
            if (kind.isStatement() && !run.last.observedAt().equals(newest)) return;
            long lastDay = day(run.last.observedAt());
            int held = run.heldUntil(kind.isStatement() ? today : lastDay);
            boolean isReplaced = !kind.isStatement() && longestLater >= rule.replacedAfterDays();
            longestLater = Math.max(longestLater, held);
            if (!hasVoice(kind, run.country))
                add(new Voice(run.last, held, isReplaced ? 0 : rule.weightAt(today - lastDay), isReplaced));
        }
    }

    private boolean hasVoice(EvidenceKind kind, CountryCode country) {
        for (var voice : voices) if (voice.kind() == kind && voice.country().equals(country)) return true;
        return false;
    }

    private void add(Voice voice) {
        var sum = sumOf(voice.country());
        // Network locations come last in the order of kinds: they count only where another kind has spoken.
        if (!voice.kind().decides() && (sum == null || sum.score == 0))
            voice = new Voice(voice.last(), -1, 0, voice.isReplaced());
        voices.add(voice);
        if (sum == null) {
            sum = new Sum(
                    voice.country(), territories.rowOn(voice.country(), date).isEeaSide());
            sums.add(sum);
        }
        sum.voices.add(voice);
        sum.score += voice.weight();
    }

    @Nullable
    Sum sumOf(CountryCode country) {
        for (var sum : sums) if (sum.country.equals(country)) return sum;
        return null;
    }

    double scoreOf(CountryCode country) {
        var sum = sumOf(country);
        return sum == null ? 0 : sum.score;
    }

    /** By country, highest score first; also those that score nothing any more. */
    List<Sum> sums() {
        return sums;
    }

    List<Voice> voices() {
        return voices;
    }

    boolean isExpired(Voice voice) {
        long age = date.toEpochDay() - day(voice.last().observedAt());
        return rules.kind(voice.kind()).weightAt(age) == 0;
    }

    /**
     * What speaks for the EEA side as a whole: of each kind the best. Not the sum over its countries, so that a newer
     * observation inside never lowers it by replacing two older ones.
     */
    double eeaScore() {
        double score = 0;
        for (var kind : EvidenceKind.values()) {
            double best = 0;
            for (var sum : sums)
                if (sum.isEeaSide)
                    for (var voice : sum.voices) if (voice.kind() == kind) best = Math.max(best, voice.weight());
            score += best;
        }
        return score;
    }

    static long day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toEpochDay();
    }
}
