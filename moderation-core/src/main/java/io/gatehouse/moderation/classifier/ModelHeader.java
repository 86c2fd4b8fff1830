package io.gatehouse.moderation.classifier;

import java.util.List;

/**
 * What a model file says about itself, as JSON.
 *
 * @param features version of {@link TextFeatures} it was trained with
 * @param languages ISO 639-1 codes of the languages it may be believed in
 * @param learner the algorithm and its settings
 * @param seed with the same data gives the same file
 */
record ModelHeader(
        String name,
        int features,
        int buckets,
        List<String> languages,
        List<CategoryHeader> categories,
        String learner,
        long seed,
        List<DataSet> data) {

    /**
     * A score is {@code sigmoid(slope * raw + intercept)}, fitted on texts the model has not seen.
     *
     * @param languages in which enough labelled texts were seen
     */
    record CategoryHeader(String category, List<String> languages, float bias, double slope, double intercept) {}

    /**
     * @param sha256 of the file
     * @param rows labelled texts used, of which a part was held out
     */
    record DataSet(String file, String sha256, String licence, String source, int rows) {}
}
