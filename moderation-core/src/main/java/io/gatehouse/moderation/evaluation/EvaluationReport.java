package io.gatehouse.moderation.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * @param texts scored
 * @param qualities by category, then language, each beginning with all languages together; only where something is labelled
 * @param byLength by category, then length, shortest first, in all languages together
 */
public record EvaluationReport(long texts, List<Quality> qualities, List<Quality> byLength) {
    public EvaluationReport {
        qualities = List.copyOf(qualities);
        byLength = List.copyOf(byLength);
    }

    public Optional<Quality> quality(String category, String language) {
        return qualities.stream()
                .filter(q -> q.category().equals(category) && q.language().equals(language))
                .findFirst();
    }
}
