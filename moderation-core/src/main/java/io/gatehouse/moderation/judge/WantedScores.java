package io.gatehouse.moderation.judge;

import java.util.List;
import java.util.Set;

/**
 * What classifiers that run elsewhere are to be asked before anything is concluded.
 *
 * @param classifiers by name; none when nothing is to be asked
 * @param texts everything there is to read in the content, one after the other; the highest score of all counts
 * @param language ISO 639-1, or {@code und}
 */
public record WantedScores(Set<String> classifiers, List<String> texts, String language) {
    public static final WantedScores NONE = new WantedScores(Set.of(), List.of(), "und");

    public WantedScores {
        classifiers = Set.copyOf(classifiers);
        texts = List.copyOf(texts);
    }
}
