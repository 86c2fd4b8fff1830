package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges by a policy what was said before, with the facts told then. A rule that rests on a fact that was not told then is
 * left out and named: it is not known to match, nor not to, and what the other rules make of the message can still be
 * compared. As thread-safe as its moderator.
 */
public final class PastJudge {
    private static final String STANDING = "author.standing";

    private final Moderator moderator;
    private final Map<RuleId, Wants> wants = new HashMap<>();

    /** @param classifiers that run elsewhere, or here: only those elsewhere can be missing */
    private record Wants(Set<FactKey> counts, boolean standing, Set<String> classifiers) {}

    /** What a judgement of today wants, and was not told then. */
    private record Missing(Set<FactKey> counts, boolean standing, Set<String> classifiers) {
        static Missing of(Observation seen, Facts told) {
            Set<FactKey> counts = new HashSet<>(seen.wantedFacts());
            counts.removeAll(told.counts().keySet());
            Set<String> classifiers = new HashSet<>(seen.wantedScores().classifiers());
            classifiers.removeIf(told.scores()::isTold);
            return new Missing(counts, seen.wantsStanding() && told.standing() == null, classifiers);
        }

        boolean isNothing() {
            return counts.isEmpty() && !standing && classifiers.isEmpty();
        }

        boolean touches(Wants wanted) {
            return (standing && wanted.standing())
                    || wanted.counts().stream().anyMatch(counts::contains)
                    || wanted.classifiers().stream().anyMatch(classifiers::contains);
        }

        Set<String> names() {
            var names = new TreeSet<>(classifiers);
            counts.forEach(key -> names.add(key.wireName()));
            if (standing) names.add(STANDING);
            return names;
        }
    }

    public PastJudge(Moderator moderator) {
        this.moderator = moderator;
        moderator.policies().rules().forEach(this::remember);
    }

    private void remember(Rule rule) {
        Set<FactKey> counts = new HashSet<>();
        Set<String> classifiers = new HashSet<>();
        boolean standing = false;
        if (rule.condition() instanceof RuleCondition.Classifier asked) classifiers.add(asked.classifier());
        if (rule.condition() instanceof RuleCondition.Count count)
            counts.add(new FactKey(count.fact(), count.window()));
        if (rule.condition() instanceof RuleCondition.Similar similar) counts.add(similar.key());
        Guard guard = rule.guard();
        if (guard != null) {
            counts.addAll(guard.condition().counts());
            classifiers.addAll(guard.condition().classifiers());
            standing = guard.condition().asksStanding();
        }
        if (standing || !counts.isEmpty() || !classifiers.isEmpty())
            wants.put(rule.id(), new Wants(Set.copyOf(counts), standing, Set.copyOf(classifiers)));
    }

    /** @param language in which the text was judged */
    public record Judged(Outcome outcome, String language) {}

    public Moderator moderator() {
        return moderator;
    }

    /** Nobody waits for this answer: no signal is cut short. */
    public Judged judge(Content content, Permissions permissions, Facts told, Overrides overrides) {
        Observation seen = moderator.observeAgain(content, permissions);
        var missing = Missing.of(seen, told);
        if (missing.isNothing()) {
            Judgement judgement = moderator.conclude(content, seen, told, overrides);
            return new Judged(Outcome.of(judgement), judgement.language().code());
        }
        Set<RuleId> leftOut = resting(missing);
        Judgement judgement = moderator.conclude(content, seen, filled(told, missing), heldBack(overrides, leftOut));
        return new Judged(
                Outcome.of(judgement)
                        .leavingOut(leftOut.stream().map(RuleId::value).toList(), missing.names()),
                judgement.language().code());
    }

    private Set<RuleId> resting(Missing missing) {
        Set<RuleId> resting = new HashSet<>();
        wants.forEach((rule, wanted) -> {
            if (missing.touches(wanted)) resting.add(rule);
        });
        return resting;
    }

    /** With any value in place of what was not told: what rests on it is left out. */
    private static Facts filled(Facts told, Missing missing) {
        var counts = new TreeMap<>(told.counts());
        missing.counts().forEach(key -> counts.put(key, 0L));
        return new Facts(
                counts,
                missing.standing() ? Standing.CLEAN : told.standing(),
                told.content(),
                told.asOf(),
                told.media(),
                told.scores().silent(missing.classifiers()));
    }

    private static Overrides heldBack(Overrides overrides, Set<RuleId> leftOut) {
        Map<RuleId, Overrides.Entry> held = new HashMap<>(overrides.byRule());
        leftOut.forEach(rule -> held.put(rule, new Overrides.Entry(Overrides.Kind.SHADOW, "rests on an untold fact")));
        return Overrides.of(held);
    }
}
