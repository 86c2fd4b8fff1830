package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.signal.Category;
import java.util.Map;
import java.util.Set;

/** Scores text by category. Implementations are immutable and thread-safe. */
public interface TextClassifier {
    /**
     * Characters of one content that are scored: some 2,700 words, more than any text that the models learned from. The rest would
     * cost more time than all else that is asked of a text of 64 KiB.
     */
    int MOST_SCORED = 16_384;

    /**
     * The beginning of a text, no longer than is scored.
     *
     * @param most characters, in [0, {@link #MOST_SCORED}]; one less where it would cut a character in two
     */
    static String beginning(String text, int most) {
        if (text.length() <= most) return text;
        boolean splits = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, splits ? most - 1 : most);
    }

    /** For example {@code toxicity}; what policy files call it. */
    String name();

    /** {@code sha256:} and the digest of the model file. */
    String digest();

    /** ISO 639-1 codes of the languages it may be believed in. */
    Set<String> languages();

    /** What it can score. */
    Set<Category> categories();

    /**
     * @param text as submitted
     * @return a probability in [0, 1] for every one of {@link #categories()}; deterministic
     */
    Map<Category, Double> score(String text);

    /**
     * As {@link #score(String)}, knowing the language.
     *
     * @param language ISO 639-1, or {@code und} when it cannot be told
     */
    default Map<Category, Double> score(String text, String language) {
        return score(text);
    }

    /**
     * What may follow from a score of a text in a language: nobody acts automatically on a model that brings no evidence.
     *
     * @param language ISO 639-1, or {@code und} when it cannot be told
     */
    default Use use(Category category, String language, double score) {
        return Use.REVIEW_ONLY;
    }

    /** The same, held to other evidence. */
    default TextClassifier with(Evidence evidence) {
        return this;
    }
}
