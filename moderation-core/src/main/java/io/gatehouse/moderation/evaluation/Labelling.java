package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;

/** What rows of labelled data can be taken to say about a category. */
@FunctionalInterface
public interface Labelling {
    Truth truth(LabelledText text, Category category);

    /**
     * The reading that assumes nothing about a set: a listed category is present; only a text labelled not toxic lacks all
     * others. A toxic text says nothing about the categories it does not list.
     */
    static Labelling cautious() {
        return (text, category) -> {
            if (text.categories().contains(category)) return Truth.PRESENT;
            return text.toxic().orElse(true) ? Truth.NOT_LABELLED : Truth.ABSENT;
        };
    }
}
