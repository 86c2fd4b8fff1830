package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.pii.PersonalData;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.query.TextQuery;
import io.gatehouse.moderation.regex.SafeRegex;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the conditions that look at more than words: queries, patterns, links and personal data. */
final class TextConditionReader {
    static final List<String> KINDS = List.of("query", "regex", "links", "pii");

    private static final String STATE_PREFIX = PiiKind.NATIONAL_ID.wireName() + ".";
    private static final List<String> PII_NAMES = piiNames();

    private final Section when;
    private final Draft draft;
    private final Known known;

    TextConditionReader(Section when, Draft draft, Known known) {
        this.when = when;
        this.draft = draft;
        this.known = known;
    }

    private static List<String> piiNames() {
        var names = new ArrayList<String>();
        Arrays.stream(PiiKind.values()).map(PiiKind::wireName).forEach(names::add);
        PersonalData.states().stream().sorted().forEach(state -> names.add(STATE_PREFIX + state));
        return List.copyOf(names);
    }

    Optional<RuleCondition> read(String kind) {
        return switch (kind) {
            case "query" -> query();
            case "regex" -> regex();
            case "links" -> links();
            default -> pii();
        };
    }

    private FoldLevel fold(FoldLevel otherwise) {
        return when.oneOf("fold", when.optionalText("fold"), FoldLevel::ofWireName, BankReader.FOLDS)
                .orElse(otherwise);
    }

    private @Nullable String language() {
        return when.oneOf("language", when.optionalText("language"), known::language, List.copyOf(known.languages()))
                .orElse(null);
    }

    private Optional<RuleCondition> query() {
        var fold = fold(FoldLevel.FULL);
        String language = language();
        return when.text("query").flatMap(text -> switch (TextQuery.parse(text.text())) {
            case TextQuery.Parsed.Wrong(var faults) -> {
                faults.forEach(fault -> when.faults().add(text.at(), "in 'query': " + fault.message(), fault.hint()));
                yield Optional.empty();
            }
            case TextQuery.Parsed.Right(var _, var warnings) -> {
                warnings.forEach(
                        fault -> when.faults().warn(text.at(), "in 'query': " + fault.message(), fault.hint()));
                yield Optional.of(new RuleCondition.Query(text.text(), fold, language));
            }
        });
    }

    private Optional<RuleCondition> regex() {
        // Patterns are about signs as often as about words, and full folding leaves none.
        var fold = fold(FoldLevel.CASE);
        String language = language();
        return when.text("regex").flatMap(text -> switch (SafeRegex.parse(text.text(), fold)) {
            case SafeRegex.Parsed.Wrong(var faults) -> {
                faults.forEach(fault -> when.faults().add(text.at(), "in 'regex': " + fault.message(), fault.hint()));
                yield Optional.empty();
            }
            case SafeRegex.Parsed.Right(var _, var warnings) -> {
                warnings.forEach(
                        fault -> when.faults().warn(text.at(), "in 'regex': " + fault.message(), fault.hint()));
                yield Optional.of(new RuleCondition.Regex(text.text(), fold, language));
            }
        });
    }

    private Optional<RuleCondition> links() {
        var banks = nonEmpty("links");
        for (var bank : banks) if (!RuleCondition.Links.BUILT_IN.contains(bank.text())) draft.linkReferences.add(bank);
        return banks.isEmpty()
                ? Optional.empty()
                : Optional.of(new RuleCondition.Links(
                        banks.stream().map(Located::text).toList()));
    }

    private Optional<RuleCondition> pii() {
        var kinds = EnumSet.noneOf(PiiKind.class);
        var states = new TreeSet<String>();
        for (var name : nonEmpty("pii"))
            when.oneOf(
                            "kind of personal data",
                            Optional.of(name),
                            text -> Optional.of(text).filter(PII_NAMES::contains),
                            PII_NAMES)
                    .ifPresent(text -> PiiKind.ofWireName(text)
                            .ifPresentOrElse(kinds::add, () -> states.add(text.substring(STATE_PREFIX.length()))));
        return kinds.isEmpty() && states.isEmpty()
                ? Optional.empty()
                : Optional.of(new RuleCondition.Pii(kinds, states));
    }

    private List<Located> nonEmpty(String key) {
        var texts = when.texts(key);
        if (texts.isEmpty()) when.faults().add(when.sourceOf(key), "'" + key + "' names none", null);
        return texts;
    }
}
