package io.gatehouse.service.moderation;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.SignalType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A judgement as the OpenAI contract writes one. Pure. */
final class ModerationAnswer {
    /** The contract's own categories, in its order. */
    static final List<Category> CATEGORIES =
            Arrays.stream(Category.values()).limit(13).toList();

    private ModerationAnswer() {}

    /**
     * One result.
     *
     * @param ofText the categories that were looked for in its texts; none where it had no text. A category in neither was looked
     *     for by nothing, whatever its score
     * @param ofPictures the categories that were looked for in its pictures
     */
    static Map<String, Object> result(Judgement judgement, Set<Category> ofText, Set<Category> ofPictures) {
        Map<String, Object> categories = new LinkedHashMap<>();
        Map<String, Object> scores = new LinkedHashMap<>();
        Map<String, Object> inputTypes = new LinkedHashMap<>();
        for (Category category : CATEGORIES) {
            categories.put(category.wireName(), isLabelled(judgement, category));
            scores.put(category.wireName(), judgement.scores().getOrDefault(category, 0.0));
            var types = new ArrayList<String>();
            if (ofText.contains(category)) types.add("text");
            if (ofPictures.contains(category)) types.add("image");
            inputTypes.put(category.wireName(), types);
        }
        var result = new LinkedHashMap<String, Object>();
        result.put("flagged", isFlagged(judgement));
        result.put("categories", categories);
        result.put("category_scores", scores);
        result.put("category_applied_input_types", inputTypes);
        // Not in the original: a caller who ignores it is no worse off, one who looks learns that something was not
        // asked.
        if (!judgement.degraded().isEmpty()) result.put("degraded", judgement.degraded());
        return result;
    }

    static boolean isFlagged(Judgement judgement) {
        return CATEGORIES.stream().anyMatch(category -> isLabelled(judgement, category));
    }

    /** Banks are no rules of a policy, and so give no label: what they know is in the signals. */
    private static boolean isLabelled(Judgement judgement, Category category) {
        return judgement.labels().stream().anyMatch(label -> label.category() == category)
                || judgement.signals().stream()
                        .anyMatch(signal -> signal.type() == SignalType.HASH && signal.category() == category);
    }
}
