package io.gatehouse.moderation.classifier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the evidence lets follow from a model's score for a category in a language. Weakest first. */
public enum Use {
    /** Nothing: the score is no better than guessing, or nobody knows how good it is. */
    NONE,
    /** A person may be asked, and a label set; nothing is restricted. */
    REVIEW_ONLY,
    /** A rule may act on the score alone, at the threshold that the evidence names or above. */
    AUTOMATIC;

    /** The name used in evidence files. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Use> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(use -> use.wireName().equals(name))
                .findFirst();
    }
}
