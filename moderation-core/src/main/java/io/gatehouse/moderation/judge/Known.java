package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.condition.Inputs;
import io.gatehouse.moderation.condition.Variable;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.policy.Signals;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What conditions are told about one content. */
final class Known implements Inputs {
    /** Stands for "no country" (ISO 3166-1, user-assigned). */
    private static final String NOWHERE = "ZZ";

    private final Content content;
    private final Observation seen;
    private final Facts facts;
    private final Map<RuleId, Rule> rules;

    Known(Content content, Observation seen, Facts facts, Map<RuleId, Rule> rules) {
        this.content = content;
        this.seen = seen;
        this.facts = facts;
        this.rules = rules;
    }

    @Override
    public @Nullable Object variable(Variable variable) {
        Context context = content.context();
        Instant since = context.authorCreatedAt();
        return switch (variable) {
            case SURFACE -> content.surface().wireName();
            case LANGUAGE -> hasFailed("language") ? null : seen.language().code();
            case LANGUAGE_CONFIDENCE ->
                hasFailed("language") ? null : seen.language().confidence();
            case COUNTRY -> content.country().equals(NOWHERE) ? null : content.country();
            case HOME_REGION -> context.homeRegion();
            case NOW -> now();
            case DATE -> LocalDate.ofInstant(now(), ZoneOffset.UTC).toString();
            case AUTHOR_CREATED_AT -> since;
            case AUTHOR_AGE_DAYS ->
                since == null
                        ? null
                        : Math.max(0, Duration.between(since, now()).toDays());
            case AUTHOR_FOLLOWERS -> context.authorFollowers();
            case CONVERSATION_PARTICIPANTS -> context.participants();
            case CONVERSATION_IS_FIRST_CONTACT -> context.isFirstContact();
        };
    }

    private Instant now() {
        Instant asOf = facts.asOf();
        return asOf == null ? content.createdAt() : asOf;
    }

    private boolean hasFailed(String signal) {
        return seen.failed().stream().anyMatch(failure -> failure.signal().equals(signal));
    }

    @Override
    public @Nullable Long count(FactKey key) {
        return facts.counts().get(key);
    }

    /** Gatehouse's labels and the platform's together. */
    @Override
    public @Nullable Standing standing() {
        Standing told = facts.standing();
        var sent = content.context().authorLabels();
        if (told == null || sent == null || sent.isEmpty()) return told;
        var labels = new TreeSet<>(told.labels());
        labels.addAll(sent);
        return new Standing(labels, told.strikes());
    }

    @Override
    public SortedSet<String> contentLabels() {
        return facts.content().names();
    }

    @Override
    public @Nullable Double signal(String name) {
        if (hasFailed("text_rules")) return null;
        Rule rule = rules.get(new RuleId(name));
        // Never asked of this text, because nothing permits it: that is not "not seen".
        if (rule != null && !seen.permissions().permitted().contains(rule.purpose())) return null;
        boolean isPersonalData = name.startsWith(Signals.PII);
        String wanted = isPersonalData ? name.substring(Signals.PII.length()) : name;
        double strongest = 0;
        for (TextMatch match : seen.textMatches()) {
            Signal signal = match.signal();
            if (signal.name().equals(wanted) && signal.type() == SignalType.PII == isPersonalData)
                strongest = Math.max(strongest, signal.score());
        }
        return strongest;
    }

    @Override
    public @Nullable Double score(String classifier, Category category) {
        var scores = seen.scores().get(classifier);
        return scores == null ? null : scores.getOrDefault(category, 0.0);
    }
}
