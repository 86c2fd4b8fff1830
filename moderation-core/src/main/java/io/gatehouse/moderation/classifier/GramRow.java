package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.Truth;
import java.util.List;

/**
 * A text to learn from.
 *
 * @param origin data set, or what it was made of
 * @param kind what the publisher or writer said of it
 * @param truths in the order of {@link Truths#CATEGORIES}
 * @param weight how often it counts; where a theme is told several times, they share its weight
 * @param fold which part of the data it belongs to, below {@link GramRows#FOLDS}: what is alike shares one; {@link
 *     #EVERY_FOLD} is never held out
 * @param from who says what it is
 * @param isMeasured whether quality and calibration count it: guesses never, and of the sentences of a template the first
 */
record GramRow(
        String origin,
        String kind,
        String text,
        String language,
        List<Truth> truths,
        double weight,
        int fold,
        Source from,
        boolean isMeasured) {
    static final int EVERY_FOLD = -1;

    GramRow {
        truths = List.copyOf(truths);
    }

    /** Who says what it is. */
    enum Source {
        /** People who labelled what people wrote. */
        LABELLED,
        /** Whoever wrote the sentence. */
        TEMPLATE,
        /** A guess: a word alone, or words of another language one by one. */
        WEAK
    }

    Truth truth(int lane) {
        return truths.get(lane);
    }
}
