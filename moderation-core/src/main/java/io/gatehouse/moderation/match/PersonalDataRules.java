package io.gatehouse.moderation.match;

import io.gatehouse.moderation.pii.PersonalData;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.RuleCondition.Pii;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.SignalType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The personal data rules of a policy set: which kinds are wanted, and by whom. */
final class PersonalDataRules {
    /** Units of work to pass one character. */
    private static final int CHARACTER = 6;

    private final Map<PiiKind, Set<RuleId>> byKind;
    private final Map<String, Set<RuleId>> byState;
    private final Set<PiiKind> wanted;

    private PersonalDataRules(Map<PiiKind, Set<RuleId>> byKind, Map<String, Set<RuleId>> byState) {
        this.byKind = byKind;
        this.byState = byState;
        var kinds = new TreeSet<>(byKind.keySet());
        if (!byState.isEmpty()) kinds.add(PiiKind.NATIONAL_ID);
        wanted = Set.copyOf(kinds);
    }

    /** Whether the search was cut because its share of the work was spent. */
    boolean find(String text, @Nullable String country, String language, Work whole, Reading.Sink matches) {
        if (wanted.isEmpty() || !PersonalData.isWorthALook(text)) return false;
        var work = whole.share(CHARACTER * text.length());
        if (!work.spend(CHARACTER * text.length())) return true;
        var found = new TreeMap<String, Found>();
        PersonalData.find(text, wanted, PersonalData.homeOf(country, language), new PersonalData.Sink() {
            @Override
            public void found(PiiKind kind, String state, int start, int end) {
                var rules = rulesFor(kind, state);
                if (rules.isEmpty()) return;
                String name = state.isEmpty() ? kind.wireName() : kind.wireName() + "." + state;
                found.computeIfAbsent(name, _ -> new Found(new Spans(), rules))
                        .spans
                        .add(start, end);
            }

            @Override
            public boolean spend(int units) {
                return work.spend(units);
            }
        });
        found.forEach((name, in) -> matches.matched(SignalType.PII, name, Category.PII, in.spans, in.rules));
        return work.isSpent();
    }

    private record Found(Spans spans, Set<RuleId> rules) {}

    private Set<RuleId> rulesFor(PiiKind kind, String state) {
        var rules = byKind.getOrDefault(kind, Set.of());
        var ofState = byState.get(state);
        if (ofState == null) return rules;
        var all = new TreeSet<>(rules);
        all.addAll(ofState);
        return all;
    }

    /** Collects the rules. */
    static final class Builder {
        private final Map<PiiKind, Set<RuleId>> byKind = new EnumMap<>(PiiKind.class);
        private final Map<String, Set<RuleId>> byState = new HashMap<>();

        void add(RuleId rule, Pii asked) {
            asked.kinds()
                    .forEach(kind ->
                            byKind.computeIfAbsent(kind, _ -> new TreeSet<>()).add(rule));
            asked.states()
                    .forEach(state ->
                            byState.computeIfAbsent(state, _ -> new TreeSet<>()).add(rule));
        }

        PersonalDataRules build() {
            return new PersonalDataRules(Map.copyOf(byKind), Map.copyOf(byState));
        }
    }
}
