package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.pii.PersonalData;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text rules of a policy set for some purposes, compiled. Immutable and thread-safe. */
public final class TextMatcher {
    /** Spans reported for one signal; enough to show a reviewer, few enough that an answer stays small. */
    public static final int MAX_SPANS = 100;

    private static final Comparator<TextMatch> IN_ORDER = Comparator.comparing(
                    (TextMatch match) -> match.signal().type())
            .thenComparing(match -> match.signal().name());

    private final CompiledRules rules;
    private final List<FoldLevel> levels;

    private TextMatcher(CompiledRules rules) {
        this.rules = rules;
        var used = EnumSet.noneOf(FoldLevel.class);
        for (var uses : rules.uses())
            for (var use : uses) used.add(use.literal().level());
        this.levels = List.copyOf(used);
    }

    /**
     * Compiles the text conditions among these rules; others are ignored.
     *
     * @param banks by id; every bank that a rule names
     */
    public static TextMatcher compile(Collection<Rule> rules, Map<String, WordBank> banks) {
        return new TextMatcher(new MatcherCompiler(banks).compile(rules));
    }

    /**
     * Which text rules match. Pure; linear in the text; never throws on any text.
     *
     * @param part index of the text among the content's parts, for the spans
     * @param text as submitted
     * @return ordered by signal type, then name; at most one per bank, rule or kind of personal data
     */
    public List<TextMatch> match(int part, String text, LanguageGuess language) {
        return match(part, text, language, RuleTimes.IGNORED);
    }

    /** As {@link #match(int, String, LanguageGuess)}, telling how long each rule that reached Lucene took. */
    public List<TextMatch> match(int part, String text, LanguageGuess language, RuleTimes times) {
        return match(part, text, FoldedText.of(text), language, times);
    }

    private List<TextMatch> match(int part, String text, FoldedText folded, LanguageGuess language, RuleTimes times) {
        var matches = new ArrayList<TextMatch>();
        if (!levels.isEmpty()) matchWords(part, folded, language, times, matches);
        if (!rules.pii().isEmpty()) matchPersonalData(part, text, matches);
        matches.sort(IN_ORDER);
        return List.copyOf(matches);
    }

    private void matchWords(
            int part, FoldedText text, LanguageGuess language, RuleTimes times, List<TextMatch> matches) {
        var banks = rules.banks();
        int length = text.codePointCount();
        var asks = new boolean[banks.size()];
        for (int i = 0; i < asks.length; i++)
            asks[i] = LanguageGate.admits(banks.get(i).language(), language, length);
        var seen = new Occurrences(rules, asks);
        seen.collect(text, levels);
        for (int i = 0; i < asks.length; i++) {
            var bank = banks.get(i);
            if (!bank.rules().isEmpty())
                add(matches, SignalType.WORDS, bank.id(), bank.category(), seen.term(i), part, bank.rules());
        }
        var candidates = new Candidates(rules, seen, text, language, times);
        addByRule(matches, SignalType.PHRASE, candidates.phrases(), part);
        addByRule(matches, SignalType.PROXIMITY, candidates.nears(), part);
    }

    /** Where a rule matched. */
    record RuleSpans(Category category, Spans spans) {}

    private static void addByRule(List<TextMatch> matches, SignalType type, Map<RuleId, RuleSpans> found, int part) {
        found.forEach(
                (rule, where) -> add(matches, type, rule.value(), where.category(), where.spans(), part, Set.of(rule)));
    }

    private void matchPersonalData(int part, String text, List<TextMatch> matches) {
        var found = new HashMap<PiiKind, Spans>();
        PersonalData.find(
                text,
                rules.pii().keySet(),
                (kind, start, end) ->
                        found.computeIfAbsent(kind, _ -> new Spans()).add(start, end));
        found.forEach((kind, spans) -> add(
                matches,
                SignalType.PII,
                kind.wireName(),
                Category.PII,
                spans,
                part,
                rules.pii().getOrDefault(kind, Set.of())));
    }

    private static void add(
            List<TextMatch> matches,
            SignalType type,
            String name,
            Category category,
            Spans spans,
            int part,
            Set<RuleId> rules) {
        if (spans.isEmpty()) return;
        spans.normalise();
        matches.add(new TextMatch(new Signal(type, name, category, 1, spans.widest(part, MAX_SPANS)), rules));
    }
}
