package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.CompiledRules.Use;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.Query;

/** Reduces rules to the literals without which they cannot match, and to the queries that decide. */
final class MatcherCompiler {
    /** The one field of the position index. */
    static final String FIELD = "text";

    private final Map<String, WordBank> bankById;
    private final Map<String, List<Use>> usesByString = new LinkedHashMap<>();
    private final Map<String, Integer> bankTerms = new LinkedHashMap<>();
    private final Map<String, Set<RuleId>> bankRules = new LinkedHashMap<>();
    private final Map<String, Integer> wordTerms = new LinkedHashMap<>();
    private final List<CompiledRules.Phrase> phrases = new ArrayList<>();
    private final Map<String, List<CompiledRules.PhraseWord>> phraseWords = new HashMap<>();
    private int phraseWordCount;
    private final List<RuleOfNearness> nears = new ArrayList<>();
    private final Map<PiiKind, Set<RuleId>> pii = new EnumMap<>(PiiKind.class);

    private record RuleOfNearness(Rule rule, RuleCondition.Near near) {}

    MatcherCompiler(Map<String, WordBank> bankById) {
        this.bankById = bankById;
    }

    CompiledRules compile(Collection<Rule> rules) {
        rules.stream().sorted(Comparator.comparing(Rule::id)).forEach(this::collect);
        var banks = bankTerms.keySet().stream().map(this::compileBank).toList();
        wordTerms.replaceAll((_, index) -> banks.size() + index);
        wordTerms.forEach((word, term) -> use(word, FoldLevel.FULL, literal -> new Use.OfTerm(literal, term)));
        var compiledNears = nears.stream().map(this::compileNear).toList();
        var automaton = LiteralAutomaton.of(usesByString.keySet());
        var uses = IntStream.range(0, automaton.size())
                .mapToObj(string -> List.copyOf(usesByString.getOrDefault(automaton.string(string), List.of())))
                .toList();
        return new CompiledRules(
                automaton,
                uses,
                banks,
                banks.size() + wordTerms.size(),
                List.copyOf(phrases),
                Map.copyOf(phraseWords),
                compiledNears,
                Map.copyOf(pii));
    }

    private void collect(Rule rule) {
        switch (rule.condition()) {
            case RuleCondition.AnyBank(var names) ->
                names.forEach(name -> {
                    number(bankTerms, name);
                    bankRules.computeIfAbsent(name, _ -> new TreeSet<>()).add(rule.id());
                });
            case RuleCondition.AnyPhrase phrase -> phrase.phrases().forEach(text -> addPhrase(rule, phrase, text));
            case RuleCondition.Near near -> {
                near.all().forEach(this::addNearTerm);
                nears.add(new RuleOfNearness(rule, near));
            }
            case RuleCondition.Pii(var kinds) ->
                kinds.forEach(
                        kind -> pii.computeIfAbsent(kind, _ -> new TreeSet<>()).add(rule.id()));
            case RuleCondition.Classifier _, RuleCondition.Digest _, RuleCondition.Count _ -> {}
            case RuleCondition.Similar _, RuleCondition.Guarded _ -> {}
        }
    }

    private static int number(Map<String, Integer> numbers, String name) {
        var number = numbers.get(name);
        if (number != null) return number;
        numbers.put(name, numbers.size());
        return numbers.size() - 1;
    }

    private int addNearTerm(NearTerm term) {
        return switch (term) {
            case NearTerm.OfBank(var bank) -> number(bankTerms, bank);
            case NearTerm.OfWord(var word) -> number(wordTerms, word);
        };
    }

    private CompiledRules.Bank compileBank(String id) {
        var bank = bankById.get(id);
        if (bank == null) throw new IllegalArgumentException("no such bank: " + id);
        int term = number(bankTerms, id);
        bank.words().forEach(word -> use(word, bank.fold(), literal -> new Use.OfTerm(literal, term)));
        bank.allow().forEach(phrase -> use(phrase, bank.fold(), literal -> new Use.Allowed(literal, term)));
        return new CompiledRules.Bank(
                id,
                bank.category(),
                bank.language(),
                Set.copyOf(bankRules.getOrDefault(id, Set.of())),
                !bank.allow().isEmpty());
    }

    private void use(String word, FoldLevel level, Function<Literal, Use> as) {
        Literal.of(word, level).ifPresent(literal -> add(as.apply(literal)));
    }

    private void add(Use use) {
        usesByString
                .computeIfAbsent(use.literal().chars(), _ -> new ArrayList<>(1))
                .add(use);
    }

    private void addPhrase(Rule rule, RuleCondition.AnyPhrase condition, String text) {
        boolean isFixed = condition.slop() == 0;
        var literals = (isFixed ? List.of(text) : wordsOf(text))
                .stream()
                        .flatMap(word -> Literal.of(word, condition.fold()).stream())
                        .toList();
        if (literals.isEmpty()) return;
        int number = phrases.size();
        var words = isFixed
                ? List.<CompiledRules.PhraseWord>of()
                : literals.stream().map(this::phraseWord).toList();
        phrases.add(new CompiledRules.Phrase(
                rule.id(),
                rule.category(),
                condition.language(),
                condition.fold(),
                words.stream().map(CompiledRules.PhraseWord::term).collect(Collectors.toUnmodifiableSet()),
                isFixed ? null : phraseQuery(words, condition.slop())));
        // The longest word is the rarest guess that costs nothing to make.
        literals.stream()
                .max(Comparator.comparingInt(literal -> literal.chars().length()))
                .ifPresent(anchor -> add(new Use.Anchor(anchor, number)));
    }

    /** Split as full folding splits, so that each of them is one word of a view. */
    private static List<String> wordsOf(String text) {
        var spaced = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK ? c : ' ')
                .forEach(spaced::appendCodePoint);
        return Arrays.asList(spaced.toString().strip().split(" +"));
    }

    private static Query phraseQuery(List<CompiledRules.PhraseWord> words, int slop) {
        var sources = words.stream().map(word -> Intervals.term(word.term())).toArray(IntervalsSource[]::new);
        return new IntervalQuery(FIELD, Intervals.maxgaps(slop, Intervals.ordered(sources)));
    }

    private CompiledRules.PhraseWord phraseWord(Literal literal) {
        var sameLetters = phraseWords.computeIfAbsent(literal.chars(), _ -> new ArrayList<>(1));
        for (var word : sameLetters) if (word.literal().equals(literal)) return word;
        var word = new CompiledRules.PhraseWord(literal, "p" + phraseWordCount++);
        sameLetters.add(word);
        return word;
    }

    private CompiledRules.Near compileNear(RuleOfNearness source) {
        var near = source.near();
        var terms = near.all().stream().map(this::termOf).toList();
        var sources = terms.stream()
                .map(term -> Intervals.term(CompiledRules.termName(term)))
                .toList();
        var orders = new ArrayList<IntervalsSource>();
        addOrders(new ArrayList<>(sources), 0, orders);
        var anyOrder = Intervals.or(orders.toArray(IntervalsSource[]::new));
        var query = new IntervalQuery(FIELD, Intervals.maxwidth(near.within() + 1, anyOrder));
        return new CompiledRules.Near(source.rule().id(), source.rule().category(), near.language(), terms, query);
    }

    /**
     * Every order of the terms: {@code Intervals.unordered} would let one word stand for two terms, and its form without
     * overlaps refuses a third term between the first two.
     */
    private static void addOrders(List<IntervalsSource> terms, int from, List<IntervalsSource> orders) {
        if (from == terms.size()) orders.add(Intervals.ordered(terms.toArray(IntervalsSource[]::new)));
        for (int i = from; i < terms.size(); i++) {
            Collections.swap(terms, from, i);
            addOrders(terms, from + 1, orders);
            Collections.swap(terms, from, i);
        }
    }

    private int termOf(NearTerm term) {
        return switch (term) {
            case NearTerm.OfBank(var bank) -> number(bankTerms, bank);
            case NearTerm.OfWord(var word) -> number(wordTerms, word);
        };
    }
}
