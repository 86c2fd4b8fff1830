package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.Drift;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Fairness;
import io.gatehouse.moderation.evaluation.Quality;
import io.gatehouse.moderation.evaluation.Robustness;
import java.util.List;

/**
 * Everything that one run of {@code evaluate} measured; what was not asked for is empty.
 *
 * @param of the model, or the policies, with their digest
 */
record Measured(
        String of,
        long texts,
        List<Quality> qualities,
        List<Quality> byLength,
        List<Robustness.Disguised> robustness,
        List<Fairness.OfGroup> fairness,
        List<Drift.Shift> drift) {

    EvaluationReport report() {
        return new EvaluationReport(texts, qualities, byLength);
    }
}
