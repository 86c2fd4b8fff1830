package io.gatehouse.service.perspective;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which languages the norms at work say anything about some categories: those that a word list, a phrase or a believed classifier
 * of theirs is in. In any other a score of nothing would only mean that nobody looked.
 */
final class SpokenLanguages {
    private SpokenLanguages() {}

    /** ISO 639-1; empty where none of the rules minds the language, as with links. */
    static Set<String> of(Moderator moderator, Set<Category> categories) {
        var languages = new HashSet<String>();
        for (var rule : moderator.policies().rules()) {
            if (!categories.contains(rule.category()) || !rule.surfaces().contains(Surface.COMMENT)) continue;
            switch (rule.condition()) {
                case RuleCondition.AnyBank(var banks) ->
                    banks.forEach(bank -> addBank(moderator.policies(), bank, languages));
                case RuleCondition.AnyPhrase phrase -> add(phrase.language(), languages);
                case RuleCondition.Near near -> {
                    add(near.language(), languages);
                    for (var term : near.all())
                        if (term instanceof RuleCondition.NearTerm.OfBank(String bank))
                            addBank(moderator.policies(), bank, languages);
                }
                case RuleCondition.Query query -> add(query.language(), languages);
                case RuleCondition.Regex regex -> add(regex.language(), languages);
                case RuleCondition.Classifier asked -> languages.addAll(believed(moderator, asked));
                case RuleCondition.Pii _,
                        RuleCondition.Links _,
                        RuleCondition.Digest _,
                        RuleCondition.KnownMedia _,
                        RuleCondition.Count _,
                        RuleCondition.Similar _,
                        RuleCondition.Guarded _ -> {}
            }
        }
        return languages;
    }

    private static void addBank(PolicySet policies, String bank, Set<String> languages) {
        var words = policies.banks().get(bank);
        if (words != null) add(words.language(), languages);
    }

    private static void add(@Nullable String language, Set<String> languages) {
        if (language != null) languages.add(language);
    }

    /** Of those that run here: others are not asked about what is nobody's. */
    private static Set<String> believed(Moderator moderator, RuleCondition.Classifier asked) {
        return moderator.classifiers().stream()
                .filter(classifier -> classifier.name().equals(asked.classifier()))
                .findFirst()
                .map(classifier -> asked.languages().isEmpty() ? classifier.languages() : asked.languages())
                .orElse(Set.of());
    }
}
