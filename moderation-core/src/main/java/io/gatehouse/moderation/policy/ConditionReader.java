package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.match.WordForm;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code when:}. */
final class ConditionReader {
    private static final List<String> KINDS = Stream.concat(
                    Stream.of(
                            "bank",
                            "any_bank",
                            "phrase",
                            "phrases",
                            "near",
                            "classifier",
                            "digest",
                            "hash_bank",
                            "count",
                            "similar"),
                    TextConditionReader.KINDS.stream())
            .toList();
    private static final List<String> SIMILAR_OF = Arrays.stream(RuleCondition.Similar.Of.values())
            .map(RuleCondition.Similar.Of::wireName)
            .toList();
    private static final String BANK_PREFIX = "bank:";

    /** Words of one phrase; more are a text, and near-duplicate detection finds those. */
    private static final int MAX_PHRASE_WORDS = 20;

    private static final int MAX_SLOP = 20;
    /** Beyond a long sentence, two words have nothing to do with each other. */
    private static final int MAX_WITHIN = 50;

    private final Section when;
    private final Draft draft;
    private final Known known;

    ConditionReader(Section when, Draft draft, Known known) {
        this.when = when;
        this.draft = draft;
        this.known = known;
    }

    /** Empty after a fault. */
    Optional<RuleCondition> read() {
        var kinds = KINDS.stream().filter(when::has).toList();
        if (kinds.isEmpty() && when.has("if")) {
            when.close();
            return Optional.of(new RuleCondition.Guarded());
        }
        if (kinds.size() != 1) {
            var unknown =
                    when.keys().stream().filter(key -> !KINDS.contains(key)).findFirst();
            String hint = kinds.isEmpty() && unknown.isPresent()
                    ? Suggestions.forName(unknown.get(), KINDS)
                    : "one of: " + String.join(", ", KINDS);
            when.faults()
                    .add(
                            when.source(),
                            kinds.isEmpty()
                                    ? "'when' has no condition"
                                    : "'when' has " + kinds.size() + " conditions: " + String.join(", ", kinds),
                            hint);
            return Optional.empty();
        }
        int faultsBefore = when.faults().count();
        var condition = read(kinds.getFirst());
        when.close();
        return when.faults().count() == faultsBefore ? condition : Optional.empty();
    }

    private Optional<RuleCondition> read(String kind) {
        return switch (kind) {
            case "bank" -> when.text("bank").map(bank -> anyBank(List.of(bank)));
            case "any_bank" -> nonEmpty("any_bank").map(this::anyBank);
            case "phrase" -> phrases("phrase");
            case "phrases" -> phrases("phrases");
            case "near" -> when.section("near").flatMap(this::near);
            case "classifier" -> classifier();
            case "digest" ->
                when.text("digest").map(bank -> {
                    draft.digestReferences.add(bank);
                    return new RuleCondition.Digest(bank.text());
                });
            case "hash_bank" -> when.text("hash_bank").flatMap(this::knownMedia);
            case "similar" -> when.section("similar").flatMap(this::similar);
            case "count" -> count();
            default -> new TextConditionReader(when, draft, known).read(kind);
        };
    }

    /** Whether a region has such a bank is not known here: banks come and go without a new version of the policy. */
    private Optional<RuleCondition> knownMedia(Located bank) {
        int within =
                when.integer("within", 0, RuleCondition.KnownMedia.MAX_WITHIN, RuleCondition.KnownMedia.MAX_WITHIN);
        if (RuleCondition.KnownMedia.NAME.matcher(bank.text()).matches())
            return Optional.of(new RuleCondition.KnownMedia(bank.text(), within));
        when.faults()
                .add(bank.at(), "'" + bank.text() + "' cannot be a hash bank", "letters, digits, '_', '.' and '-'");
        return Optional.empty();
    }

    private Optional<List<Located>> nonEmpty(String key) {
        var texts = when.texts(key);
        if (texts.isEmpty()) when.faults().add(when.sourceOf(key), "'" + key + "' names none", null);
        return Optional.of(texts).filter(list -> !list.isEmpty());
    }

    private RuleCondition anyBank(List<Located> banks) {
        draft.bankReferences.addAll(banks);
        return new RuleCondition.AnyBank(banks.stream().map(Located::text).toList());
    }

    private Optional<RuleCondition> phrases(String key) {
        int slop = when.integer("slop", 0, MAX_SLOP, 0);
        var fold = when.oneOf("fold", when.optionalText("fold"), FoldLevel::ofWireName, BankReader.FOLDS)
                .orElse(FoldLevel.FULL);
        String language = language(when);
        return nonEmpty(key).map(phrases -> {
            phrases.forEach(phrase -> checkPhrase(phrase, fold));
            return new RuleCondition.AnyPhrase(
                    phrases.stream().map(Located::text).toList(), slop, fold, language);
        });
    }

    private void checkPhrase(Located phrase, FoldLevel fold) {
        int words = phrase.text().strip().split("\\s+").length;
        if (words > MAX_PHRASE_WORDS)
            when.faults().add(phrase.at(), "the phrase has " + words + " words", "at most " + MAX_PHRASE_WORDS);
        checkWord(phrase, fold);
    }

    private void checkWord(Located word, FoldLevel fold) {
        WordForm.faultOf(word.text(), fold)
                .ifPresent(fault -> when.faults().add(word.at(), fault.message(), fault.hint()));
    }

    private @Nullable String language(Section section) {
        return section.oneOf(
                        "language", section.optionalText("language"), known::language, List.copyOf(known.languages()))
                .orElse(null);
    }

    private Optional<RuleCondition> near(Section near) {
        var terms = new ArrayList<NearTerm>();
        var names = near.texts("all");
        for (var name : names) terms.add(nearTerm(name));
        boolean isCountRight = names.size() >= 2 && names.size() <= RuleCondition.Near.MAX_TERMS;
        if (!isCountRight)
            near.faults()
                    .add(
                            near.source(),
                            "'near' needs 2 to " + RuleCondition.Near.MAX_TERMS + " terms under 'all'",
                            null);
        if (!near.has("within")) near.faults().add(near.source(), "'near' has no 'within'", "a number of words");
        int within = near.integer("within", 1, MAX_WITHIN, 1);
        String language = language(near);
        near.close();
        return isCountRight ? Optional.of(new RuleCondition.Near(terms, within, language)) : Optional.empty();
    }

    private NearTerm nearTerm(Located name) {
        if (name.text().startsWith(BANK_PREFIX)) {
            String bank = name.text().substring(BANK_PREFIX.length());
            draft.bankReferences.add(new Located(bank, name.at()));
            return new NearTerm.OfBank(bank);
        }
        checkWord(name, FoldLevel.FULL);
        return new NearTerm.OfWord(name.text());
    }

    private Optional<RuleCondition> classifier() {
        var name =
                when.oneOf("classifier", when.text("classifier"), known::classifier, List.copyOf(known.classifiers()));
        var category = when.oneOf("category", when.text("category"), Category::ofWireName, PolicyFileReader.CATEGORIES);
        double atLeast = when.fraction("at_least");
        var languages = new TreeSet<String>();
        for (var language : when.texts("languages"))
            when.oneOf("language", Optional.of(language), known::language, List.copyOf(known.languages()))
                    .ifPresent(languages::add);
        return name.isEmpty() || category.isEmpty()
                ? Optional.empty()
                : Optional.of(new RuleCondition.Classifier(name.get(), category.get(), atLeast, languages));
    }

    private Optional<RuleCondition> count() {
        var facts = RuleCondition.Count.FACTS;
        var fact =
                when.oneOf("fact", when.text("count"), name -> Optional.of(name).filter(facts::contains), facts);
        var window = when.duration("window");
        if (!when.has("at_least")) when.faults().add(when.source(), "'count' has no 'at_least'", null);
        int atLeast = when.integer("at_least", 1, FactSeries.MOST, 1);
        window.ifPresent(time -> checkWindow(when, time));
        return fact.flatMap(name -> window.map(time -> new RuleCondition.Count(name, time, atLeast)));
    }

    private Optional<RuleCondition> similar(Section similar) {
        var window = similar.duration("window");
        window.ifPresent(time -> checkWindow(similar, time));
        if (!similar.has("at_least")) similar.faults().add(similar.source(), "'similar' has no 'at_least'", null);
        int atLeast = similar.integer("at_least", 2, FactSeries.MOST, 2);
        var of = similar.oneOf("of", similar.text("of"), RuleCondition.Similar.Of::ofWireName, SIMILAR_OF);
        similar.close();
        return of.flatMap(what -> window.map(time -> new RuleCondition.Similar(time, atLeast, what)));
    }

    private static void checkWindow(Section section, Duration window) {
        if (window.compareTo(FactSeries.LONGEST_WINDOW) > 0)
            section.faults()
                    .add(
                            section.sourceOf("window"),
                            "'window' is longer than 24h",
                            "what lasts longer is a label or a strike");
    }
}
