package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Balance.Sum;
import io.gatehouse.residency.home.Balance.Voice;
import io.gatehouse.residency.home.Explanation.Attempt;
import io.gatehouse.residency.home.ResidenceRules.ChangeRule;
import io.gatehouse.residency.home.ResidenceRules.Direction;
import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import io.gatehouse.residency.region.CountryCode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether evidence shows that somebody lives in another country than the present one. Pure. */
final class Changes {
    private final Balance balance;
    private final RuleSet rules;
    private final PersonFacts facts;

    Changes(Balance balance, RuleSet rules, PersonFacts facts) {
        this.balance = balance;
        this.rules = rules;
        this.facts = facts;
    }

    private boolean countsAsMinor() {
        return (facts.age() == Age.UNKNOWN ? rules.unknownAge() : facts.age()) == Age.MINOR;
    }

    /**
     * Whether a change of the homes file waits for verified evidence. Only minors that are known as such: a country's move
     * must not stand still because nobody asked its people for their age.
     */
    boolean waitsForVerified(CountryCode country) {
        return facts.holder() == Holder.PERSON && facts.age() == Age.MINOR && !isVerified(country);
    }

    /** Which rules a change must fulfil. */
    Direction direction(boolean leavesEea, boolean entersEea) {
        if (facts.holder() == Holder.BUSINESS) return leavesEea ? Direction.BUSINESS_LEAVING_EEA : Direction.BUSINESS;
        if (leavesEea) return countsAsMinor() ? Direction.MINOR_LEAVING_EEA : Direction.LEAVING_EEA;
        return entersEea ? Direction.ENTERING_EEA : Direction.WITHIN;
    }

    /**
     * Asks every rule of the direction, up to the first that is fulfilled.
     *
     * @param isPresentSide which countries speak for staying: the present one, and with it the whole EEA side when that
     *     would be left
     * @param base what they score
     * @param asked receives each attempt
     * @return the one that is fulfilled; null when none is
     */
    @Nullable
    Attempt attempt(Sum target, Direction direction, Predicate<Sum> isPresentSide, double base, List<Attempt> asked) {
        for (var rule : rules.changes(direction)) {
            var attempt = attempt(target, rule, isPresentSide, base);
            asked.add(attempt);
            if (attempt.isFulfilled()) return attempt;
        }
        return null;
    }

    private Attempt attempt(Sum target, ChangeRule rule, Predicate<Sum> isPresentSide, double base) {
        int kinds = 0;
        Voice carrier = null;
        for (var voice : target.voices) {
            if (!hasHeld(voice, rule)) continue;
            kinds++;
            boolean carries = rule.needs().contains(voice.kind());
            if (carries && (carrier == null || isNewer(voice, carrier))) carrier = voice;
        }
        return new Attempt(
                target.country,
                rule,
                carrier != null,
                kinds,
                target.score - base,
                carrier != null && isContradicted(carrier, isPresentSide));
    }

    private static boolean hasHeld(Voice voice, ChangeRule rule) {
        int least = voice.kind().decides() ? rule.holdDays() : Math.max(rule.holdDays(), Balance.MIN_NETWORK_DAYS);
        return voice.weight() > 0 && voice.heldDays() >= least;
    }

    private static boolean isNewer(Voice voice, Voice other) {
        return voice.last().observedAt().isAfter(other.last().observedAt());
    }

    private boolean isContradicted(Voice carrier, Predicate<Sum> isPresentSide) {
        for (var sum : balance.sums()) {
            if (!isPresentSide.test(sum)) continue;
            for (var voice : sum.voices)
                if (voice.kind().isStatement() && voice.weight() > 0 && !isNewer(carrier, voice)) return true;
        }
        return false;
    }

    private boolean isVerified(CountryCode country) {
        var sum = balance.sumOf(country);
        if (sum == null) return false;
        for (var voice : sum.voices)
            if (voice.kind() == EvidenceKind.VERIFIED && voice.weight() > 0 && voice.heldDays() >= 0) return true;
        return false;
    }
}
