package io.gatehouse.service.command;

import io.gatehouse.moderation.classifier.CascadeClassifier;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.evaluation.Drift;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Fairness;
import io.gatehouse.moderation.evaluation.Quality;
import io.gatehouse.moderation.evaluation.Robustness;
import java.util.List;
import java.util.Locale;

/**
 * Everything that one run of {@code evaluate} measured; what was not asked for is empty.
 *
 * @param of the model, or the policies, with their digest
 * @param isHeldOut whether the model surely has learned nothing from the texts; of files of somebody's own nobody knows
 * @param alarms what the policies' rules on the model's scores do with the texts, by language; empty where policies were measured
 * @param elsewhere the same of sets that the model has learned nothing from, with how well any category's score orders them
 * @param cascades models with a transformer behind them, and how many texts it was asked about
 */
record Measured(
        String of,
        boolean isHeldOut,
        long texts,
        List<Quality> qualities,
        List<Quality> byLength,
        List<Robustness.Disguised> robustness,
        List<Fairness.OfGroup> fairness,
        List<Drift.Shift> drift,
        List<Alarms.OfSet> alarms,
        List<Elsewhere> elsewhere,
        List<Cascade> cascades) {

    /** A set of others, in one language; {@code quality} is of any category. */
    record Elsewhere(Alarms.OfSet alarms, Quality quality) {}

    /** @param share of English texts that was to go to the transformer, about */
    record Cascade(String model, double share, CascadeClassifier.Seen seen) {
        String told() {
            return String.format(
                    Locale.ROOT,
                    "%s: of %,d scorings, %,d of them English, the transformer was asked about %,d (%.1f %% of the English; share %s); %,d failed.",
                    model,
                    seen.all(),
                    seen.english(),
                    seen.encoded(),
                    seen.english() == 0 ? 0 : 100.0 * seen.encoded() / seen.english(),
                    share,
                    seen.failed());
        }

        /** Of those among some classifiers that are cascades. */
        static List<Cascade> of(List<TextClassifier> classifiers) {
            return classifiers.stream()
                    .filter(CascadeClassifier.class::isInstance)
                    .map(CascadeClassifier.class::cast)
                    .map(each -> new Cascade(each.name(), each.share(), each.seen()))
                    .filter(each -> each.seen().all() > 0)
                    .toList();
        }
    }

    EvaluationReport report() {
        return new EvaluationReport(texts, qualities, byLength);
    }
}
