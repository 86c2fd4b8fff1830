package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.signal.Category;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code evaluate} measures: the policies with everything they look at, or one model alone. */
interface Scorer {
    /** @param language as labelled; the policies do not hear it, and tell it themselves */
    Map<Category, Double> score(String text, String language);

    /** Everything that the policies look for, and 0 where they see nothing. */
    static Scorer ofPolicies(Moderator moderator) {
        var everyPurpose = new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());
        var measured = categories(moderator);
        return (text, _) -> {
            var scores = new EnumMap<Category, Double>(Category.class);
            measured.forEach(category -> scores.put(category, 0.0));
            if (text.isEmpty()) return scores;
            var content = new Content(
                    new ContentId("evaluation"),
                    Surface.COMMENT,
                    Instant.EPOCH,
                    "ZZ",
                    null,
                    List.of(new Part.Text(text)));
            var seen = moderator.observe(content, everyPurpose, Deadline.NONE);
            scores.putAll(moderator
                    .conclude(content, seen, Facts.still(seen.wantedFacts(), 1))
                    .scores());
            return scores;
        };
    }

    /** In the language as labelled. */
    static Scorer ofModel(TextClassifier model) {
        return model::score;
    }

    /** What any rule or model speaks about; a category nobody looks for would count as missed everywhere. */
    private static Set<Category> categories(Moderator moderator) {
        var categories = EnumSet.noneOf(Category.class);
        moderator.policies().rules().stream().map(Rule::category).forEach(categories::add);
        moderator.classifiers().forEach(classifier -> categories.addAll(classifier.categories()));
        return categories;
    }
}
