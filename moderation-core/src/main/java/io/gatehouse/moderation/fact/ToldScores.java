package io.gatehouse.moderation.fact;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What classifiers that run elsewhere said about a content. Stored with the decision, since asking again may say something else.
 *
 * @param byClassifier by name, then category, each in [0, 1]
 * @param failed those that could not be asked, and why; never "nothing found"
 */
public record ToldScores(Map<String, Map<Category, Double>> byClassifier, List<FailedSignal> failed) {
    public static final ToldScores NONE = new ToldScores(Map.of(), List.of());

    public ToldScores {
        var copied = new HashMap<String, Map<Category, Double>>();
        byClassifier.forEach((name, scores) -> {
            scores.forEach((category, score) -> {
                // Negated so that NaN, which fails every comparison, is refused too.
                if (!(score >= 0 && score <= 1))
                    throw new IllegalArgumentException(name + " says of " + category + " what is no score: " + score);
            });
            copied.put(name, Map.copyOf(scores));
        });
        byClassifier = Map.copyOf(copied);
        failed = List.copyOf(failed);
    }

    /** Whether anything is known of what it said, if only that it could not be asked. */
    public boolean isTold(String classifier) {
        return byClassifier.containsKey(classifier)
                || failed.stream().anyMatch(failure -> failure.signal().equals(classifier));
    }

    /** The same, and that these say nothing. */
    public ToldScores silent(Iterable<String> classifiers) {
        var all = new HashMap<>(byClassifier);
        for (String classifier : classifiers) all.putIfAbsent(classifier, Map.of());
        return new ToldScores(all, failed);
    }
}
