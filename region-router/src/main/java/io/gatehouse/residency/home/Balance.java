package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Observations.Observed;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Territories;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What evidence says on one day: for each kind and country its weight and for how long it has held, and the sums. */
final class Balance {
    private static final EvidenceKind[] KINDS = EvidenceKind.values();
    private static final Comparator<Sum> HIGHEST_FIRST = Balance::compare;

    /** Months, not visits: shorter than this a network location is no sign of living somewhere. */
    static final int MIN_NETWORK_DAYS = 30;

    private final List<Voice> voices = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();
    private final LocalDate date;
    private final long today;
    private final RuleSet rules;
    private final Territories territories;

    private Balance(LocalDate date, RuleSet rules, Territories territories) {
        this.date = date;
        this.today = date.toEpochDay();
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
        Observed last;
        long firstKnownDay;
        boolean isContested;

        Run(Observed first) {
            this.last = first;
            this.firstKnownDay = first.knownDay();
        }

        void extend(Observed next) {
            if (!next.isOfSameMoment(last)) last = next;
            firstKnownDay = Math.min(firstKnownDay, next.knownDay());
        }

        int heldUntil(long day) {
            return isContested ? -1 : (int) Math.max(0, day - firstKnownDay);
        }
    }

    /** @param date what became known after this day does not count */
    static Balance of(Observations observations, LocalDate date, RuleSet rules, Territories territories) {
        var balance = new Balance(date, rules, territories);
        for (var kind : KINDS) {
            int begin = observations.beginOf(kind);
            int end = observations.endOf(kind);
            if (begin < end) balance.hear(kind, balance.runs(observations, begin, end));
        }
        if (balance.sums.size() > 1) balance.sums.sort(HIGHEST_FIRST);
        return balance;
    }

    private static int compare(Sum a, Sum b) {
        int order = Double.compare(b.score, a.score);
        return order == 0 ? a.country.compareTo(b.country) : order;
    }

    private List<Run> runs(Observations observations, int begin, int end) {
        var runs = new ArrayList<Run>(2);
        Run open = null;
        for (int i = begin; i < end; i++) {
            var each = observations.at(i);
            if (each.knownDay() > today) continue;
            boolean sameTime = open != null && open.last.isOfSameMoment(each);
            boolean samePlace = open != null && open.last.country().equals(each.country());
            if (open != null && samePlace && (sameTime || !open.isContested)) {
                open.extend(each);
                continue;
            }
            var run = new Run(each);
            if (open != null && sameTime) {
                open.isContested = true;
                run.isContested = true;
            }
            runs.add(run);
            open = run;
        }
        return runs;
    }

    private void hear(EvidenceKind kind, List<Run> runs) {
        if (runs.isEmpty()) return;
        var rule = rules.kind(kind);
        var newest = runs.getLast().last;
        int firstVoice = voices.size();
        int longestLater = 0;
        for (int i = runs.size() - 1; i >= 0; i--) {
            var run = runs.get(i);
            if (kind.isStatement() && !run.last.isOfSameMoment(newest)) return;
            long lastDay = run.last.observedDay();
            int held = run.heldUntil(kind.isStatement() ? today : lastDay);
            boolean isReplaced = !kind.isStatement() && longestLater >= rule.replacedAfterDays();
            longestLater = Math.max(longestLater, held);
            if (!hasVoice(firstVoice, run.last.country()))
                add(new Voice(run.last.evidence(), held, isReplaced ? 0 : rule.weightAt(today - lastDay), isReplaced));
        }
    }

    private boolean hasVoice(int from, CountryCode country) {
        for (int i = from; i < voices.size(); i++) if (voices.get(i).country().equals(country)) return true;
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

    /** For an explanation: what scores something. */
    List<Explanation.Score> scores() {
        var scores = new ArrayList<Explanation.Score>(sums.size());
        for (var sum : sums)
            if (sum.score > 0) scores.add(new Explanation.Score(sum.country, sum.score, sum.isEeaSide));
        return scores;
    }

    List<Voice> voices() {
        return voices;
    }

    boolean isExpired(Voice voice) {
        long age = today - Observations.day(voice.last().observedAt());
        return rules.kind(voice.kind()).weightAt(age) == 0;
    }

    /**
     * What speaks for the EEA side as a whole: of each kind the best. Not the sum over its countries, so that a newer
     * observation inside never lowers it by replacing two older ones.
     */
    double eeaScore() {
        double score = 0;
        for (var kind : KINDS) {
            double best = 0;
            for (var sum : sums)
                if (sum.isEeaSide)
                    for (var voice : sum.voices) if (voice.kind() == kind) best = Math.max(best, voice.weight());
            score += best;
        }
        return score;
    }
}
