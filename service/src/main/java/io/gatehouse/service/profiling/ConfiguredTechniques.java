package io.gatehouse.service.profiling;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.fact.FactSeries.Member;
import io.gatehouse.moderation.fact.FactSeries.Subject;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.residency.home.EvidenceKind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which techniques a policy set really uses: signals, classifiers, counters, fingerprints, labels and strikes, from its rules;
 * and what Gatehouse always does beside rules: telling the language, naming the home region. Pure.
 */
final class ConfiguredTechniques {
    /** Told apart for every text, because rules and thresholds depend on it. */
    static final String LANGUAGE = "language";

    /** A number for a text, the same for its near-duplicates. */
    static final String FINGERPRINT = "fingerprint";

    static final String LABELS = "labels";
    static final String STRIKES = "strikes";

    /** What the platform says about author and conversation, asked by conditions. */
    static final String PLATFORM_FACTS = "platform_facts";

    private final SortedMap<String, Use> uses = new TreeMap<>();

    private ConfiguredTechniques() {}

    /**
     * How a technique is used.
     *
     * @param longest window over which it counts, or time for which it notes; zero for what leaves nothing
     */
    record Use(Set<String> rules, Set<Surface> surfaces, Set<String> purposes, Duration longest, List<String> details) {
        private Use(List<String> details) {
            this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), Duration.ZERO, details);
        }

        private Use lasting(Duration window) {
            return window.compareTo(longest) > 0 ? new Use(rules, surfaces, purposes, window, details) : this;
        }
    }

    static SortedMap<String, Use> of(PolicySet policies, List<TextClassifier> classifiers) {
        var found = new ConfiguredTechniques();
        found.always(LANGUAGE);
        // Banks are kept beside the policies, and asked wherever they hold anything.
        found.always(ofSignal(SignalType.HASH));
        for (var kind : EvidenceKind.values()) found.always(ofEvidence(kind));
        for (var rule : policies.rules()) found.add(rule);
        for (var classifier : classifiers) {
            var use = found.uses.get(ofClassifier(classifier.name()));
            if (use != null)
                found.uses.put(
                        ofClassifier(classifier.name()),
                        new Use(
                                use.rules,
                                use.surfaces,
                                use.purposes,
                                use.longest,
                                List.of(
                                        "model " + classifier.digest(),
                                        "believed in " + String.join(", ", new TreeSet<>(classifier.languages())))));
        }
        return found.uses;
    }

    static String ofEvidence(EvidenceKind kind) {
        return "home_region." + kind.wireName();
    }

    static String ofClassifier(String name) {
        return "classifier." + name;
    }

    static String ofSignal(SignalType type) {
        return "signal." + type.wireName();
    }

    static String ofSeries(FactSeries series) {
        return "counter." + series.wireName();
    }

    private void always(String id) {
        uses.computeIfAbsent(id, _ -> new Use(List.of()));
    }

    private void add(Rule rule) {
        var ids = new LinkedHashSet<String>();
        switch (rule.condition()) {
            case RuleCondition.AnyBank _ -> ids.add(ofSignal(SignalType.WORDS));
            case RuleCondition.AnyPhrase _ -> ids.add(ofSignal(SignalType.PHRASE));
            case RuleCondition.Near _ -> ids.add(ofSignal(SignalType.PROXIMITY));
            case RuleCondition.Pii _ -> ids.add(ofSignal(SignalType.PII));
            case RuleCondition.Query _ -> ids.add(ofSignal(SignalType.QUERY));
            case RuleCondition.Regex _ -> ids.add(ofSignal(SignalType.REGEX));
            case RuleCondition.Links _ -> ids.add(ofSignal(SignalType.LINK));
            case RuleCondition.Classifier c -> ids.add(ofClassifier(c.classifier()));
            case RuleCondition.Digest _ -> ids.add(ofSignal(SignalType.DIGEST));
            case RuleCondition.KnownMedia _ -> ids.add(ofSignal(SignalType.HASH));
            case RuleCondition.Count c -> count(rule, new FactKey(c.fact(), c.window()));
            case RuleCondition.Similar similar -> count(rule, similar.key());
            case RuleCondition.Guarded _ -> {}
        }
        var guard = rule.guard();
        if (guard != null) {
            ids.add(PLATFORM_FACTS);
            guard.condition().counts().forEach(key -> count(rule, key));
            guard.condition().classifiers().forEach(name -> ids.add(ofClassifier(name)));
            if (guard.condition().asksStanding()) ids.addAll(List.of(LABELS, STRIKES));
        }
        ids.forEach(id -> used(id, rule));
        for (var mark : rule.marks())
            switch (mark) {
                case Mark.Label(var _, var expires) -> lasting(LABELS, rule, expires);
                case Mark.ContentLabel _ -> {} // says nothing of the person
                case Mark.Strike strike -> lasting(STRIKES, rule, strike.window());
            }
    }

    /** A series is known by name; one that is not would be a new kind of fact, and is named as it is called. */
    private void count(Rule rule, FactKey key) {
        lasting("counter." + key.counter(), rule, key.window());
        FactSeries.ofWireName(key.counter())
                .filter(series -> series.subject() == Subject.TEXT || series.member() == Member.TEXTS)
                .ifPresent(_ -> lasting(FINGERPRINT, rule, key.window()));
    }

    private void lasting(String id, Rule rule, Duration window) {
        used(id, rule);
        uses.computeIfPresent(id, (_, use) -> use.lasting(window));
    }

    private void used(String id, Rule rule) {
        var use = uses.computeIfAbsent(id, _ -> new Use(List.of()));
        use.rules.add(rule.id().value());
        use.surfaces.addAll(rule.surfaces());
        use.purposes.add(rule.purpose().wireName());
    }

    /** Every id that this version of Gatehouse can come to use, but for classifiers, which have names of their own. */
    static Set<String> possible() {
        var ids = new TreeSet<>(Set.of(LANGUAGE, FINGERPRINT, LABELS, STRIKES, PLATFORM_FACTS));
        for (var kind : EvidenceKind.values()) ids.add(ofEvidence(kind));
        for (var type : SignalType.values()) if (type != SignalType.CLASSIFIER) ids.add(ofSignal(type));
        for (var series : FactSeries.values()) ids.add(ofSeries(series));
        return ids;
    }
}
