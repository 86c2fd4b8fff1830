package io.gatehouse.moderation.statement;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.verdict.EnforcementAction;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Writes the {@link StatementOfReasons} of an automated restriction from the policy's own grounds. */
public final class StatementWriter {
    private StatementWriter() {}

    /**
     * Why no statement is owed, if so: {@code deceptive_commercial_volume} when every restricting rule is about spam
     * (DSA Art. 17(2), second sentence).
     */
    public static Optional<String> exemption(List<Rule> restricting) {
        boolean onlySpam =
                !restricting.isEmpty() && restricting.stream().allMatch(rule -> rule.category() == Category.SPAM);
        return onlySpam ? Optional.of("deceptive_commercial_volume") : Optional.empty();
    }

    /**
     * @param actions that the verdict carries
     * @param restricting the rules that asked for them, at least one
     */
    public static StatementOfReasons write(
            Content content, LanguageGuess guess, List<EnforcementAction> actions, List<Rule> restricting) {
        List<Rule> gravestFirst = restricting.stream()
                .sorted(Comparator.comparingInt(Rule::severity).reversed().thenComparing(Rule::id))
                .toList();
        var grounds = new LinkedHashSet<StatementOfReasons.Ground>();
        var keywords = new LinkedHashSet<String>();
        for (Rule rule : gravestFirst) {
            grounds.add(groundOf(rule));
            keywords.addAll(rule.ground().keywords());
        }
        StatementLanguage language = StatementLanguage.of(content.declaredLanguage(), guess);
        return new StatementOfReasons(
                actions,
                language.facts(hasMedia(content), content.createdAt()),
                true,
                true,
                List.copyOf(grounds),
                gravestFirst.getFirst().ground().dsaCategory(),
                List.copyOf(keywords),
                language.redress(),
                language.code());
    }

    /** Languages in which a statement that a person writes can be given: its fixed sentences exist in them. */
    public static List<String> languages() {
        return StatementLanguage.codes();
    }

    /**
     * What a person decided.
     *
     * @param language one of {@link #languages}
     * @param facts in that language; no personal data
     * @param automatedDetection whether automated means brought it to the person
     */
    public static StatementOfReasons ofPerson(
            String language,
            String facts,
            boolean automatedDetection,
            List<EnforcementAction> actions,
            StatementOfReasons.Ground ground,
            String category,
            List<String> keywords) {
        return new StatementOfReasons(
                actions,
                facts,
                automatedDetection,
                false,
                List.of(ground),
                category,
                keywords,
                StatementLanguage.named(language).redress(),
                language);
    }

    private static boolean hasMedia(Content content) {
        return content.parts().stream().anyMatch(Part.Media.class::isInstance);
    }

    private static StatementOfReasons.Ground groundOf(Rule rule) {
        return switch (rule.ground().basis()) {
            case Ground.Basis.Incompatible(String explanation) ->
                new StatementOfReasons.Ground(false, rule.clause(), explanation);
            case Ground.Basis.Illegal(String legalGround, String explanation) ->
                new StatementOfReasons.Ground(true, legalGround, explanation);
        };
    }
}
