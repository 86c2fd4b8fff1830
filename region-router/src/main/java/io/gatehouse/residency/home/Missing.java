package io.gatehouse.residency.home;

import io.gatehouse.residency.home.ResidenceRules.RuleSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Which evidence would settle what could not be resolved. */
final class Missing {
    private Missing() {}

    /** Kinds of which any one, observed today, would help; strongest first. */
    static List<EvidenceKind> kinds(Decision decision, Balance balance, RuleSet rules, PersonFacts facts) {
        double least = switch (Objects.requireNonNull(decision.reason(), "asked of a resolved home")) {
            case NO_EVIDENCE, NETWORK_LOCATION_ALONE, NO_ESTABLISHMENT, INSUFFICIENT_EVIDENCE -> rules.firstScore();
            case CONTRADICTORY_EVIDENCE -> strongestVoice(balance);
            case COUNTRY_WITHOUT_HOME, NO_RULES_ON_DATE -> Double.POSITIVE_INFINITY;
        };
        if (Double.isInfinite(least)) return List.of();
        var kinds = Stream.of(EvidenceKind.values())
                .filter(kind -> kind.decides() && kind.isAbout(facts.holder()))
                .filter(kind -> rules.kind(kind).weight() >= least)
                .sorted(Comparator.comparingDouble(
                        (EvidenceKind kind) -> -rules.kind(kind).weight()))
                .toList();
        if (!kinds.isEmpty()) return kinds;
        return List.of(facts.holder() == Holder.BUSINESS ? EvidenceKind.ESTABLISHMENT : EvidenceKind.VERIFIED);
    }

    /** Just above what stands against each other. */
    private static double strongestVoice(Balance balance) {
        double strongest = balance.voices().stream()
                .mapToDouble(Balance.Voice::weight)
                .max()
                .orElse(0);
        return Math.nextUp(strongest);
    }
}
