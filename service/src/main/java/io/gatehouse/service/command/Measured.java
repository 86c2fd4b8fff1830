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
 * @param alarms what the policies' rules on the model's scores do with the texts, by language; empty where policies were measured
 * @param elsewhere the same of sets that the model has learned nothing from, with how well any category's score orders them
 */
record Measured(
        String of,
        long texts,
        List<Quality> qualities,
        List<Quality> byLength,
        List<Robustness.Disguised> robustness,
        List<Fairness.OfGroup> fairness,
        List<Drift.Shift> drift,
        List<Alarms.OfSet> alarms,
        List<Elsewhere> elsewhere) {

    /** A set of others, in one language; {@code quality} is of any category. */
    record Elsewhere(Alarms.OfSet alarms, Quality quality) {}

    EvaluationReport report() {
        return new EvaluationReport(texts, qualities, byLength);
    }
}
