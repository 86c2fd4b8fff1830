package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.condition.Condition.AskedScore;
import io.gatehouse.moderation.condition.Condition.Outcome;
import io.gatehouse.moderation.condition.OnUnknown;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.TextMatch;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SurfaceRule;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.statement.StatementWriter;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Label;
import io.gatehouse.moderation.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The deciding half of {@link Moderator}. */
final class Concluder {
    private static final List<Category> CATEGORIES = List.of(Category.values());

    private final PolicySet policies;
    private final Map<String, TextClassifier> classifiers;
    private final Set<String> ofPictures;
    private final Map<String, ExternalModel> external;
    private final Map<RuleId, Rule> rules;
    private final ConcurrentHashMap<Asked, List<Rule>> beyondText = new ConcurrentHashMap<>();

    /** Rules other than text are few, and asked per surface and purposes. */
    private record Asked(Surface surface, Set<Purpose> permitted) {}

    Concluder(
            PolicySet policies,
            Map<String, TextClassifier> classifiers,
            Set<String> ofPictures,
            Map<String, ExternalModel> external) {
        this.ofPictures = ofPictures;
        this.external = external;
        this.policies = policies;
        this.classifiers = classifiers;
        this.rules = policies.rules().stream().collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));
    }

    Judgement conclude(Content content, Observation observed, Facts facts, Overrides overrides) {
        var seen = observed.told(facts.scores());
        var failed = new ArrayList<>(seen.failed());
        facts.media().failed().forEach(failure -> addOnce(failed, failure));
        // Sorted by rule id, so that no outcome depends on the order of evaluation.
        var matched = new TreeMap<RuleId, MatchedRule>();
        var signals = new ArrayList<Signal>();
        textRules(content.surface(), seen, matched, signals);
        for (Rule rule : beyondText.computeIfAbsent(
                new Asked(content.surface(), seen.permissions().permitted()), this::rulesBeyondText))
            evaluate(rule, seen, facts, failed, matched);
        var undecided = new ArrayList<UndecidedRule>();
        var missing = new ArrayList<FailedSignal>();
        askGuards(content, seen, facts, matched, undecided, missing);
        var unproven = unproven(seen, matched);
        addDigestAndClassifierSignals(seen, matched.values(), signals);
        for (var known : facts.media().known())
            signals.add(new Signal(SignalType.HASH, known.bank(), known.category(), known.score(), List.of()));

        List<ShadowedRule> shadowed = shadowed(matched.values(), overrides);
        matched.keySet().removeIf(overrides::isShadowed);
        List<MatchedRule> all = List.copyOf(matched.values());
        undecided.removeIf(rule -> overrides.isShadowed(rule.rule().id()));
        Verdict verdict = onFailure(verdictOf(all, undecided, facts, overrides, unproven), content.surface(), failed);
        // What only guards missed is shown, too; what follows from it is theirs to say, not the surface's.
        missing.forEach(failure -> addOnce(failed, failure));
        var restricting = all.stream()
                .map(MatchedRule::rule)
                .filter(rule -> consequenceOf(rule, overrides, unproven) instanceof Consequence.Restriction)
                .toList();
        boolean restricts = verdict instanceof Verdict.Restrict;
        String exemption = restricts ? StatementWriter.exemption(restricting).orElse(null) : null;
        return new Judgement(
                verdict,
                labels(all),
                signals,
                all,
                shadowed,
                undecided,
                all.stream().flatMap(match -> match.rule().marks().stream()).toList(),
                seen.language(),
                scores(seen, signals),
                seen.permissions(),
                failed,
                verdict instanceof Verdict.Restrict(var actions) && exemption == null
                        ? StatementWriter.write(content, seen.language(), actions, restricting)
                        : null,
                exemption);
    }

    private void textRules(Surface surface, Observation seen, Map<RuleId, MatchedRule> matched, List<Signal> signals) {
        for (TextMatch match : seen.textMatches()) {
            boolean serves = false;
            for (RuleId id : match.rules()) {
                Rule rule = rules.get(id);
                if (rule == null || !rule.surfaces().contains(surface)) continue;
                serves = true;
                Signal signal = match.signal();
                String condition = signal.type().wireName() + " " + signal.name() + " seen";
                matched.merge(
                        id, new MatchedRule(rule, signal.score(), condition), (a, b) -> a.score() >= b.score() ? a : b);
            }
            if (serves) signals.add(match.signal());
        }
    }

    /** Guards are asked last, of the rules alone whose condition holds: they cost more than the rest. */
    private void askGuards(
            Content content,
            Observation seen,
            Facts facts,
            Map<RuleId, MatchedRule> matched,
            List<UndecidedRule> undecided,
            List<FailedSignal> missing) {
        Known known = null;
        for (MatchedRule match : List.copyOf(matched.values())) {
            Guard guard = match.rule().guard();
            if (guard == null) continue;
            if (known == null) known = new Known(content, seen, facts, rules);
            RuleId id = match.rule().id();
            switch (guard.condition().evaluate(known)) {
                case Outcome.Holds(String values) -> matched.put(id, match.because(values));
                case Outcome.DoesNotHold() -> matched.remove(id);
                case Outcome.Unknown(String what) -> {
                    for (FactKey key : guard.condition().counts())
                        if (!facts.counts().containsKey(key) && isSent(key, content))
                            missing.add(new FailedSignal(key.wireName(), "unavailable"));
                    if (guard.condition().asksStanding() && facts.standing() == null)
                        missing.add(new FailedSignal("author.standing", "unavailable"));
                    switch (guard.onUnknown()) {
                        case MATCH -> matched.put(id, match.because("not known: " + what + ", on_unknown = match"));
                        case SKIP, REVIEW -> {
                            matched.remove(id);
                            undecided.add(new UndecidedRule(match.rule(), what));
                        }
                    }
                }
            }
        }
    }

    /** Whether the platform said what is needed to count: where it did not, nothing has failed. */
    private static boolean isSent(FactKey key, Content content) {
        Context context = content.context();
        if (key.counter().contains("conversation")) return context.conversation() != null;
        if (key.counter().contains("recipient")) return context.participants() != null;
        return true;
    }

    private List<Rule> rulesBeyondText(Asked asked) {
        return policies.rules().stream()
                .filter(rule -> !(rule.condition() instanceof RuleCondition.OnText))
                .filter(rule -> asked.permitted().contains(rule.purpose()))
                .filter(rule -> rule.surfaces().contains(asked.surface()))
                .toList();
    }

    private void evaluate(
            Rule rule, Observation seen, Facts facts, List<FailedSignal> failed, Map<RuleId, MatchedRule> matched) {
        switch (rule.condition()) {
            case RuleCondition.OnText _ -> {} // answered by the text matcher
            case RuleCondition.Digest(String bank) -> {
                if (seen.digestHits().containsKey(bank))
                    matched.put(rule.id(), new MatchedRule(rule, 1, "digest in bank " + bank));
            }
            case RuleCondition.KnownMedia(String bank, int within) ->
                facts.media().known().stream()
                        .filter(known -> known.bank().equals(bank) && known.stands() && known.distance() <= within)
                        .findFirst()
                        .ifPresent(known -> matched.put(
                                rule.id(),
                                new MatchedRule(
                                        rule,
                                        known.score(),
                                        "hash bank " + bank + ": " + known.distance() + " bits <= " + within)));
            case RuleCondition.Count count ->
                compare(rule, new FactKey(count.fact(), count.window()), count.atLeast(), facts, failed, matched);
            case RuleCondition.Similar similar ->
                compare(rule, similar.key(), similar.atLeast(), facts, failed, matched);
            case RuleCondition.Guarded() -> matched.put(rule.id(), new MatchedRule(rule, 1, ""));
            case RuleCondition.Classifier asked -> {
                // A score that is absent was outside the model's languages, or failed, which is recorded already.
                var scores = seen.scores().get(asked.classifier());
                if (scores == null) return;
                double score = scores.getOrDefault(asked.category(), 0.0);
                if (score >= asked.atLeast()
                        && isBelieved(asked, seen.language())
                        && use(asked.classifier(), asked.category(), seen) != Use.NONE)
                    matched.put(rule.id(), new MatchedRule(rule, score, comparison(asked, score)));
            }
        }
    }

    private static void compare(
            Rule rule,
            FactKey key,
            long atLeast,
            Facts facts,
            List<FailedSignal> failed,
            Map<RuleId, MatchedRule> matched) {
        Long told = facts.counts().get(key);
        if (told == null) addOnce(failed, new FailedSignal(key.wireName(), "unavailable"));
        else if (told >= atLeast)
            matched.put(rule.id(), new MatchedRule(rule, 1, key.wireName() + " = " + told + " >= " + atLeast));
    }

    /**
     * A rule that names its languages is believed in those alone; it may name {@code und}, for texts of which the language
     * cannot be told. A rule that names none is believed wherever its classifier is, and there too.
     */
    private boolean isBelieved(RuleCondition.Classifier asked, LanguageGuess language) {
        if (!asked.languages().isEmpty()) return asked.languages().contains(language.code());
        // Pictures have none.
        if (ofPictures.contains(asked.classifier())) return true;
        return !language.isKnown() || languagesOf(asked.classifier()).contains(language.code());
    }

    private Set<String> languagesOf(String name) {
        TextClassifier classifier = classifiers.get(name);
        if (classifier != null) return classifier.languages();
        ExternalModel elsewhere = external.get(name);
        return elsewhere == null ? Set.of() : elsewhere.languages();
    }

    /** Pictures are not in a language, and answer for themselves. */
    private Use use(String classifier, Category category, Observation seen) {
        TextClassifier model = classifiers.get(classifier);
        if (model == null) return ofPictures.contains(classifier) ? Use.AUTOMATIC : Use.REVIEW_ONLY;
        double score = seen.scores().getOrDefault(classifier, Map.of()).getOrDefault(category, 0.0);
        return model.use(category, seen.language().code(), score);
    }

    /**
     * Rules that would restrict on a score of which nobody has shown that it may be believed so far in this language: they ask for
     * review instead. A rule that looks at words, too, and asks the score in its guard, is no exception: the score decided.
     */
    private Set<RuleId> unproven(Observation seen, Map<RuleId, MatchedRule> matched) {
        var unproven = new HashSet<RuleId>();
        matched.replaceAll((id, match) -> {
            Rule rule = match.rule();
            if (!(rule.consequence() instanceof Consequence.Restriction)) return match;
            boolean isProven = !(rule.condition() instanceof RuleCondition.Classifier asked)
                    || use(asked.classifier(), asked.category(), seen) == Use.AUTOMATIC;
            if (rule.guard() != null)
                for (var asked : rule.guard().condition().scores())
                    isProven &= use(asked.classifier(), asked.category(), seen) == Use.AUTOMATIC;
            if (isProven) return match;
            unproven.add(id);
            return match.because("evidence in " + seen.language().code() + " supports review only");
        });
        return unproven;
    }

    private static String comparison(RuleCondition.Classifier asked, double score) {
        return String.format(
                Locale.ROOT,
                "classifier %s %s = %.3f >= %s",
                asked.classifier(),
                asked.category().wireName(),
                score,
                asked.atLeast());
    }

    private static void addOnce(List<FailedSignal> failed, FailedSignal failure) {
        if (!failed.contains(failure)) failed.add(failure);
    }

    private static void addDigestAndClassifierSignals(
            Observation seen, Iterable<MatchedRule> matched, List<Signal> signals) {
        // Nearly always there is none, and a stream of nothing costs as much as a rule.
        if (!seen.digestHits().isEmpty())
            seen.digestHits().values().stream()
                    .sorted(Comparator.comparing(Signal::name))
                    .forEach(signals::add);
        Set<AskedScore> deciding = new HashSet<>();
        for (MatchedRule match : matched)
            if (match.rule().condition() instanceof RuleCondition.Classifier asked)
                deciding.add(new AskedScore(asked.classifier(), asked.category()));
        for (String name : new TreeSet<>(seen.scores().keySet())) {
            var scores = seen.scores().getOrDefault(name, Map.of());
            for (Category category : CATEGORIES) {
                Double score = scores.get(category);
                if (score == null) continue;
                boolean isShown = score >= Judgement.SHOWN_SCORE
                        || (!deciding.isEmpty() && deciding.contains(new AskedScore(name, category)));
                if (!isShown) continue;
                var places = seen.places().getOrDefault(name, Map.of()).getOrDefault(category, List.of());
                signals.add(new Signal(SignalType.CLASSIFIER, name, category, score, places));
            }
        }
    }

    private static Map<Category, Double> scores(Observation seen, List<Signal> signals) {
        var strongest = new EnumMap<Category, Double>(Category.class);
        seen.scores().values().forEach(byCategory -> byCategory.forEach((c, s) -> strongest.merge(c, s, Math::max)));
        signals.forEach(signal -> strongest.merge(signal.category(), signal.score(), Math::max));
        return strongest;
    }

    private static List<Label> labels(List<MatchedRule> matched) {
        var byCategory = new EnumMap<Category, Label>(Category.class);
        for (MatchedRule match : matched) {
            Rule rule = match.rule();
            byCategory.merge(
                    rule.category(),
                    new Label(rule.category(), rule.severity(), match.score()),
                    (a, b) -> new Label(
                            a.category(), Math.max(a.severity(), b.severity()), Math.max(a.score(), b.score())));
        }
        return byCategory.values().stream()
                .sorted(Comparator.comparingInt(Label::severity).reversed().thenComparing(Label::category))
                .toList();
    }

    private static List<ShadowedRule> shadowed(Collection<MatchedRule> matched, Overrides overrides) {
        if (overrides.byRule().isEmpty()) return List.of();
        var shadowed = new ArrayList<ShadowedRule>();
        for (MatchedRule match : matched) {
            var override = overrides.byRule().get(match.rule().id());
            if (override != null) shadowed.add(new ShadowedRule(match, override.reason()));
        }
        return shadowed;
    }

    private static Consequence consequenceOf(Rule rule, Overrides overrides, Set<RuleId> unproven) {
        boolean asksOnly = overrides.asksReviewOnly(rule.id()) || unproven.contains(rule.id());
        return rule.consequence() instanceof Consequence.Restriction && asksOnly
                ? new Consequence.AskReview(false)
                : rule.consequence();
    }

    private static Verdict verdictOf(
            List<MatchedRule> matched,
            List<UndecidedRule> undecided,
            Facts facts,
            Overrides overrides,
            Set<RuleId> unproven) {
        boolean review = !facts.media().known().isEmpty();
        boolean hold = false;
        for (UndecidedRule rule : undecided) {
            Guard guard = rule.rule().guard();
            if (guard == null || guard.onUnknown() != OnUnknown.REVIEW) continue;
            review = true;
            hold |= rule.rule().consequence() instanceof Consequence.AskReview(boolean holds) && holds;
        }
        Map<String, EnforcementAction> actions = new LinkedHashMap<>();
        for (MatchedRule match : matched) {
            switch (consequenceOf(match.rule(), overrides, unproven)) {
                case Consequence.LabelOnly() -> {}
                case Consequence.AskReview(boolean holds) -> {
                    review = true;
                    hold |= holds;
                }
                case Consequence.Restriction(var asked) ->
                    asked.forEach(action -> actions.merge(action.kind(), action, EnforcementAction::widest));
            }
        }
        if (!actions.isEmpty()) return new Verdict.Restrict(List.copyOf(actions.values()));
        return review ? new Verdict.Review(hold) : new Verdict.Allow();
    }

    /** A failure is never "no match": what the surface declares happens, unless the verdict is already stricter. */
    private Verdict onFailure(Verdict verdict, Surface surface, List<FailedSignal> failed) {
        if (failed.isEmpty()) return verdict;
        SurfaceRule.OnFailure declared = policies.surfaceRule(surface).onFailure();
        return switch (verdict) {
            case Verdict.Restrict restrict -> restrict;
            case Verdict.Review(boolean hold) -> new Verdict.Review(hold || declared == SurfaceRule.OnFailure.HOLD);
            case Verdict.Allow allow ->
                switch (declared) {
                    case ALLOW -> allow;
                    case REVIEW -> new Verdict.Review(false);
                    case HOLD -> new Verdict.Review(true);
                };
        };
    }
}
