package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.ModelHeader.DataSet;
import java.util.List;

/**
 * What the file of a {@link GramClassifier} says about itself, as JSON.
 *
 * @param features version of {@link GramFeatures} it was trained with
 * @param logRows of the table, to the base 2
 * @param categories in the order of the lanes
 * @param steps of each lane: what a weight of 1 in the file counts
 * @param learner the algorithm and its settings
 * @param seed with the same data gives the same file
 */
record GramHeader(
        String name,
        int features,
        int logRows,
        List<String> categories,
        List<Float> steps,
        List<Language> languages,
        String learner,
        long seed,
        List<DataSet> data) {

    /**
     * @param code ISO 639-1, or {@code und} for a text of no known language
     * @param bias of each lane
     * @param slope of each lane: a score is {@code sigmoid(slope * raw + intercept)}, fitted on texts the model has not seen
     * @param names how many entries of the language's {@link Vocabulary} are of names; they stand behind the table
     * @param meanings how many are of meanings
     */
    record Language(
            String code, List<Float> bias, List<Double> slope, List<Double> intercept, int names, int meanings) {}
}
