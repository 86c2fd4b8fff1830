package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.query.TextQuery;
import io.gatehouse.moderation.regex.SafeRegex;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reduces rules to the literals without which they cannot match, and to the questions that decide. */
final class MatcherCompiler {
    /** Letters of an ordinary word that a masked one may stand for. */
    private static final int MIN_MASKED = 6;

    /** Letters of an ordinary word that is told from others by a misspelling. */
    private static final int MIN_ORDINARY = 6;

    /** Letters of a word that is still itself with a double letter written once. */
    private static final int MIN_UNDOUBLED = 5;

    private final Map<String, WordBank> bankById;
    private final Map<String, Integer> bankNumbers = new LinkedHashMap<>();
    private final Map<String, Set<RuleId>> bankRules = new HashMap<>();
    private final Map<Literal, Integer> wordNumbers = new LinkedHashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Fixed> fixed = new ArrayList<>();
    private final List<CompiledRules.Phrase> phrases = new ArrayList<>();
    private final List<CompiledRules.Check> checks = new ArrayList<>();
    /** The characters of every word of the banks; filled when variants are made. */
    private final Set<String> listed = new HashSet<>();

    private final PersonalDataRules.Builder pii = new PersonalDataRules.Builder();
    private final LinkRules.Builder links;
    private final Map<FoldLevel, List<Use>> uses = new EnumMap<>(FoldLevel.class);
    /** What is looked for one slip away, too. */
    private final List<Use> near = new ArrayList<>();

    private final Map<FoldLevel, List<Use>> companions = new EnumMap<>(FoldLevel.class);

    /** A phrase whose words stand side by side. */
    private record Fixed(Literal literal, int phrase) {}

    /** A term of a {@link Source}: a bank, or a word of its own. */
    private sealed interface Term {
        record OfBank(String id) implements Term {}

        record OfWord(Literal literal) implements Term {}
    }

    /** What becomes a {@link CompiledRules.Together} once banks and words are numbered. */
    private record Source(
            Rule rule, SignalType type, @Nullable String language, List<Term> terms, boolean isOrdered, int width) {}

    MatcherCompiler(Map<String, WordBank> bankById, Map<String, LinkBank> linkBankById) {
        this.bankById = bankById;
        this.links = new LinkRules.Builder(linkBankById);
    }

    CompiledRules compile(Collection<Rule> rules) {
        rules.stream().sorted(Comparator.comparing(Rule::id)).forEach(this::collect);
        int banks = bankNumbers.size();
        int words = wordNumbers.size();
        var anchors = new Anchors(2 * banks + words);
        var togethers = new ArrayList<CompiledRules.Together>(sources.size());
        for (var source : sources) togethers.add(compile(source, anchors, firstTogether() + togethers.size()));
        var compiledBanks = bankNumbers.keySet().stream()
                .map(id -> compileBank(id, anchors))
                .toList();
        wordNumbers.forEach((literal, number) -> use(literal, 2 * banks + number, false));
        fixed.forEach(phrase -> use(phrase.literal, 2 * banks + words + phrase.phrase, true));
        int[] always = IntStream.range(0, checks.size())
                .filter(check -> !isProposed(checks.get(check), 2 * banks + words + phrases.size() + check))
                .toArray();
        var scans = Arrays.stream(FoldLevel.values())
                .filter(level -> uses.containsKey(level) || companions.containsKey(level))
                .map(level -> new CompiledRules.Scan(
                        level,
                        indexOf(uses, level),
                        indexOf(companions, level),
                        new NearWords(level == FoldLevel.FULL ? near : List.of())))
                .toList();
        return new CompiledRules(
                scans,
                compiledBanks,
                words,
                List.copyOf(phrases),
                anchors.byBank(banks),
                List.copyOf(togethers),
                List.copyOf(checks),
                always,
                pii.build(),
                links.build(),
                new ListedWords(bankById.values()));
    }

    private void collect(Rule rule) {
        switch (rule.condition()) {
            case RuleCondition.AnyBank(var names) ->
                names.forEach(name -> {
                    number(bankNumbers, name);
                    bankRules.computeIfAbsent(name, _ -> new TreeSet<>()).add(rule.id());
                });
            case RuleCondition.AnyPhrase phrase when phrase.slop() == 0 -> addFixed(rule, phrase);
            case RuleCondition.AnyPhrase phrase -> phrase.phrases().forEach(text -> addWithGaps(rule, phrase, text));
            case RuleCondition.Near near -> addNear(rule, near);
            case RuleCondition.Pii asked -> pii.add(rule.id(), asked);
            case RuleCondition.Query(var text, var fold, var language) ->
                TextQuery.of(text)
                        .ifPresent(query -> addCheck(rule, SignalType.QUERY, language, new QueryCheck(query, fold)));
            case RuleCondition.Regex(var text, var fold, var language) ->
                SafeRegex.of(text, fold)
                        .ifPresent(regex -> addCheck(rule, SignalType.REGEX, language, new RegexCheck(regex, fold)));
            case RuleCondition.Links(var banks) -> links.add(rule, banks);
            case RuleCondition.Classifier _, RuleCondition.Digest _, RuleCondition.Count _ -> {}
            case RuleCondition.KnownMedia _, RuleCondition.Similar _, RuleCondition.Guarded _ -> {}
        }
    }

    /** Adds a condition that a check decides; the signal it leaves bears the rule's name. */
    private void addCheck(Rule rule, SignalType type, @Nullable String language, TextCheck check) {
        checks.add(new CompiledRules.Check(rule.id(), type, rule.category(), language, check));
    }

    /** Whether words propose the check. A required word that folds to nothing cannot. */
    private boolean isProposed(CompiledRules.Check check, int target) {
        var literals = check.check().requiredWords().stream()
                .map(word -> Literal.of(word, check.check().level()))
                .toList();
        if (literals.isEmpty() || !literals.stream().allMatch(Optional::isPresent)) return false;
        for (var literal : literals) literal.ifPresent(found -> use(found, target, true));
        return true;
    }

    private static <T> int number(Map<T, Integer> numbers, T name) {
        var number = numbers.get(name);
        if (number != null) return number;
        numbers.put(name, numbers.size());
        return numbers.size() - 1;
    }

    private void addFixed(Rule rule, RuleCondition.AnyPhrase condition) {
        int number = phrases.size();
        phrases.add(new CompiledRules.Phrase(rule.id(), rule.category(), condition.language()));
        for (var text : condition.phrases())
            Literal.of(text, condition.fold()).ifPresent(literal -> fixed.add(new Fixed(literal, number)));
    }

    private void addWithGaps(Rule rule, RuleCondition.AnyPhrase condition, String text) {
        var terms = wordsOf(text).stream()
                .flatMap(word -> Literal.of(word, condition.fold()).stream())
                .map(this::word)
                .toList();
        if (terms.isEmpty()) return;
        int width = terms.size() + condition.slop();
        sources.add(new Source(rule, SignalType.PHRASE, condition.language(), terms, true, width));
    }

    private Term word(Literal literal) {
        number(wordNumbers, literal);
        return new Term.OfWord(literal);
    }

    /** Split as full folding splits, so that each of them is one word of a view. */
    private static List<String> wordsOf(String text) {
        var spaced = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK ? c : ' ')
                .forEach(spaced::appendCodePoint);
        return Arrays.asList(spaced.toString().strip().split(" +"));
    }

    private void addNear(Rule rule, RuleCondition.Near near) {
        var terms = new ArrayList<Term>();
        for (var term : near.all()) {
            switch (term) {
                case NearTerm.OfBank(var bank) -> {
                    number(bankNumbers, bank);
                    terms.add(new Term.OfBank(bank));
                }
                case NearTerm.OfWord(var word) ->
                    // A word of which folding leaves nothing is nowhere, and so the rule never holds.
                    Literal.of(word, FoldLevel.FULL).ifPresent(literal -> terms.add(word(literal)));
            }
        }
        if (terms.size() < near.all().size()) return;
        sources.add(new Source(rule, SignalType.PROXIMITY, near.language(), terms, false, near.within() + 1));
    }

    private CompiledRules.Together compile(Source source, Anchors anchors, int target) {
        var terms = source.terms.stream().mapToInt(this::termNumber).toArray();
        var rarities = source.terms.stream().mapToInt(this::rarity).toArray();
        int anchor = anchors.choose(terms, rarities);
        if (source.terms.get(anchor) instanceof Term.OfWord(var literal)) {
            // One other word that must be in the text keeps most texts with a common anchor from going further.
            long other = IntStream.range(0, terms.length)
                    .filter(term -> term != anchor)
                    .boxed()
                    .sorted(Comparator.comparingInt(term -> -rarities[term]))
                    .flatMapToLong(term -> key(source.terms.get(term)))
                    .findFirst()
                    .orElse(LiteralIndex.NO_KEY);
            uses.computeIfAbsent(literal.level(), _ -> new ArrayList<>())
                    .add(new Use(literal, target, other, false, false));
        } else {
            anchors.add(terms[anchor], target - firstTogether());
        }
        var orders = source.isOrdered ? List.of(inOrder(terms.length)) : anyOrder(inOrder(terms.length), 0);
        return new CompiledRules.Together(
                source.rule.id(),
                source.type,
                source.rule.category(),
                source.language,
                terms,
                source.terms.stream().flatMapToLong(MatcherCompiler::key).toArray(),
                orders.toArray(int[][]::new),
                source.width);
    }

    private int firstTogether() {
        return 2 * bankNumbers.size() + wordNumbers.size() + phrases.size() + checks.size();
    }

    private static LongStream key(Term term) {
        return switch (term) {
            case Term.OfBank _ -> LongStream.empty();
            case Term.OfWord(var literal) -> {
                char[] chars = literal.chars().toCharArray();
                boolean isWord = !literal.isOpenStart()
                        && !literal.isOpenEnd()
                        && chars[0] != ' '
                        && Tokens.endOf(chars, 0, chars.length) == chars.length;
                yield isWord ? LongStream.of(literal.key()) : LongStream.empty();
            }
        };
    }

    private int termNumber(Term term) {
        return switch (term) {
            case Term.OfBank(var id) -> number(bankNumbers, id);
            case Term.OfWord(var literal) -> 2 * bankNumbers.size() + number(wordNumbers, literal);
        };
    }

    /** What people write every day is common, and of other words a short one; a bank is as common as it is large. */
    private int rarity(Term term) {
        return switch (term) {
            case Term.OfBank(var id) -> -log2(bank(id).words().size());
            case Term.OfWord(var literal) ->
                literal.chars().length() + (OrdinaryWords.hold(literal.chars()) ? 0 : WordForm.MAX_LENGTH);
        };
    }

    private static int log2(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, number));
    }

    private static int[] inOrder(int terms) {
        return IntStream.range(0, terms).toArray();
    }

    private static List<int[]> anyOrder(int[] terms, int from) {
        if (from == terms.length) return List.of(terms.clone());
        var orders = new ArrayList<int[]>();
        for (int i = from; i < terms.length; i++) {
            var next = terms.clone();
            next[from] = terms[i];
            next[i] = terms[from];
            orders.addAll(anyOrder(next, from + 1));
        }
        return orders;
    }

    private WordBank bank(String id) {
        var bank = bankById.get(id);
        if (bank == null) throw new IllegalArgumentException("no such bank: " + id);
        return bank;
    }

    private CompiledRules.Bank compileBank(String id, Anchors anchors) {
        var bank = bank(id);
        int term = number(bankNumbers, id);
        var rules = Set.copyOf(bankRules.getOrDefault(id, Set.of()));
        boolean proposes = !rules.isEmpty() || anchors.isAnchor(term);
        for (var word : bank.words()) {
            var literal = Literal.of(word, bank.fold());
            // Of a short one somebody masked nothing is left to tell it by.
            literal.ifPresent(found ->
                    use(found, term, proposes, bank.disguised() && found.chars().length() < MIN_MASKED));
            // Backwards a hidden word looks as plainly written as any other.
            if (!bank.disguised())
                literal.flatMap(Literal::reversed).ifPresent(found -> use(found, term, proposes, true));
            boolean isNear = (bank.variants() && !(bank.disguised() && own(word).length() < MIN_ORDINARY))
                    || (bank.disguised() && word.indexOf(' ') > 0);
            if (isNear && proposes && !word.contains("*"))
                literal.ifPresent(found -> near.add(new Use(found, term, LiteralIndex.NO_KEY, true, bank.variants())));
            boolean isOrdinaryShort = bank.disguised() && own(word).length() < MIN_ORDINARY;
            if (bank.variants() && !isOrdinaryShort) useVariants(word, bank, term, proposes);
        }
        int allow = bankNumbers.size() + term;
        for (var phrase : bank.allow())
            Literal.of(phrase, bank.fold()).ifPresent(literal -> use(literal, allow, false));
        return new CompiledRules.Bank(
                id,
                bank.category(),
                bank.language(),
                bank.expires(),
                !bank.allow().isEmpty(),
                bank.disguised(),
                rules);
    }

    /** What another bank lists is left to that one, which knows where it is innocent. */
    private void useVariants(String word, WordBank bank, int term, boolean proposes) {
        if (listed.isEmpty())
            for (var other : bankById.values())
                for (var plain : other.words())
                    Literal.of(plain, FoldLevel.FULL).ifPresent(literal -> {
                        listed.add(literal.chars());
                        listed.add(literal.chars() + literal.runs());
                    });
        // Of the same letters, doubled otherwise, it is the word itself.
        var own = own(word);
        for (var variant : Misspellings.of(word, Objects.requireNonNullElse(bank.language(), "en"))) {
            // Pieces of an ordinary word are ordinary words.
            boolean isCut = variant.chars().indexOf(' ') >= 0 && own.indexOf(' ') < 0;
            if (isCut && bank.disguised()) continue;
            if (!listed.contains(variant.chars()) || isUndoubled(variant, own))
                // A letter written once is found where it is doubled, too: that is the word itself.
                use(variant, term, proposes, true, !variant.chars().equals(own));
        }
    }

    private static String own(String word) {
        return Literal.of(word.replace("*", ""), FoldLevel.FULL)
                .map(Literal::chars)
                .orElse("");
    }

    private boolean isUndoubled(Literal variant, String own) {
        return variant.chars().equals(own)
                && variant.runs().chars().sum() >= MIN_UNDOUBLED
                && !listed.contains(variant.chars() + variant.runs());
    }

    private static LiteralIndex indexOf(Map<FoldLevel, List<Use>> uses, FoldLevel level) {
        return new LiteralIndex(uses.getOrDefault(level, List.of()));
    }

    private void use(Literal literal, int target, boolean proposes) {
        use(literal, target, proposes, false);
    }

    private void use(Literal literal, int target, boolean proposes, boolean isVariant) {
        use(literal, target, proposes, isVariant, false);
    }

    private void use(Literal literal, int target, boolean proposes, boolean isVariant, boolean isMisspelt) {
        var where = proposes ? uses : companions;
        where.computeIfAbsent(literal.level(), _ -> new ArrayList<>())
                .add(new Use(literal, target, LiteralIndex.NO_KEY, isVariant, isMisspelt));
    }

    /** Which term of each rule makes it worth asking. */
    private static final class Anchors {
        private final int[] counts;
        private final Map<Integer, List<Integer>> rules = new HashMap<>();

        Anchors(int terms) {
            counts = new int[terms];
        }

        /**
         * The index of the term for the next rule. One that serves many already is taken for less rare, so that none of
         * them serves all.
         */
        int choose(int[] terms, int[] rarities) {
            int best = 0;
            for (int i = 1; i < terms.length; i++)
                if (rarities[i] - log2(1 + counts[terms[i]]) > rarities[best] - log2(1 + counts[terms[best]])) best = i;
            counts[terms[best]]++;
            return best;
        }

        void add(int bank, int rule) {
            rules.computeIfAbsent(bank, _ -> new ArrayList<>()).add(rule);
        }

        boolean isAnchor(int bank) {
            return rules.containsKey(bank);
        }

        int[][] byBank(int banks) {
            return IntStream.range(0, banks)
                    .mapToObj(bank -> rules.getOrDefault(bank, List.of()).stream()
                            .mapToInt(Integer::intValue)
                            .toArray())
                    .toArray(int[][]::new);
        }
    }
}
