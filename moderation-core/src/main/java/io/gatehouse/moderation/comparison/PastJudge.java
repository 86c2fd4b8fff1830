package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.comparison.Compared.Outcome;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.judge.Deadline;
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

    private record Wants(Set<FactKey> counts, boolean standing) {}

    public PastJudge(Moderator moderator) {
        this.moderator = moderator;
        moderator.policies().rules().forEach(this::remember);
    }

    private void remember(Rule rule) {
        Set<FactKey> counts = new HashSet<>();
        boolean standing = false;
        if (rule.condition() instanceof RuleCondition.Count count)
            counts.add(new FactKey(count.fact(), count.window()));
        if (rule.condition() instanceof RuleCondition.Similar similar) counts.add(similar.key());
        Guard guard = rule.guard();
        if (guard != null) {
            counts.addAll(guard.condition().counts());
            standing = guard.condition().asksStanding();
        }
        if (standing || !counts.isEmpty()) wants.put(rule.id(), new Wants(Set.copyOf(counts), standing));
    }

    /** @param language in which the text was judged */
    public record Judged(Outcome outcome, String language) {}

    public Moderator moderator() {
        return moderator;
    }

    /** Nobody waits for this answer: no signal is cut short. */
    public Judged judge(Content content, Permissions permissions, Facts told, Overrides overrides) {
        Observation seen = moderator.observe(content, permissions, Deadline.NONE);
        Set<FactKey> missing = new HashSet<>(seen.wantedFacts());
        missing.removeAll(told.counts().keySet());
        boolean standingMissing = seen.wantsStanding() && told.standing() == null;
        if (missing.isEmpty() && !standingMissing) {
            Judgement judgement = moderator.conclude(content, seen, told, overrides);
            return new Judged(Outcome.of(judgement), judgement.language().code());
        }
        Set<RuleId> leftOut = resting(missing, standingMissing);
        Judgement judgement =
                moderator.conclude(content, seen, filled(told, missing, standingMissing), heldBack(overrides, leftOut));
        var names = new TreeSet<String>();
        missing.forEach(key -> names.add(key.wireName()));
        if (standingMissing) names.add(STANDING);
        return new Judged(
                Outcome.of(judgement)
                        .leavingOut(leftOut.stream().map(RuleId::value).toList(), names),
                judgement.language().code());
    }

    private Set<RuleId> resting(Set<FactKey> missing, boolean standingMissing) {
        Set<RuleId> resting = new HashSet<>();
        wants.forEach((rule, wanted) -> {
            if ((standingMissing && wanted.standing())
                    || wanted.counts().stream().anyMatch(missing::contains)) resting.add(rule);
        });
        return resting;
    }

    /** With any value in place of what was not told: what rests on it is left out. */
    private static Facts filled(Facts told, Set<FactKey> missing, boolean standingMissing) {
        var counts = new TreeMap<>(told.counts());
        missing.forEach(key -> counts.put(key, 0L));
        return new Facts(
                counts, standingMissing ? Standing.CLEAN : told.standing(), told.content(), told.asOf(), told.media());
    }

    private static Overrides heldBack(Overrides overrides, Set<RuleId> leftOut) {
        Map<RuleId, Overrides.Entry> held = new HashMap<>(overrides.byRule());
        leftOut.forEach(rule -> held.put(rule, new Overrides.Entry(Overrides.Kind.SHADOW, "rests on an untold fact")));
        return Overrides.of(held);
    }
}
