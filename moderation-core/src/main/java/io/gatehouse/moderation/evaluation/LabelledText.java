package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of a labelled data set.
 *
 * @param set the data set it belongs to
 * @param language ISO 639-1
 * @param categories labelled present; what is absent here was not labelled, unless the set says otherwise
 * @param toxic whether any category is present; empty when the label does not tell
 * @param label the publisher's own; empty when there is none
 * @param marked code points of the text that the publisher marked as toxic; empty when it marks none
 */
public record LabelledText(
        String id,
        String set,
        String text,
        String language,
        Set<Category> categories,
        Optional<Boolean> toxic,
        String label,
        List<Integer> marked) {
    public LabelledText {
        categories = Set.copyOf(categories);
        marked = List.copyOf(marked);
    }
}
