package io.gatehouse.service.classifier;

import io.gatehouse.moderation.classifier.CascadeClassifier;
import io.gatehouse.moderation.classifier.CascadeClassifier.Seen;
import io.gatehouse.service.judging.RunningPolicies;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/**
 * How many texts the active version's transformer was asked about: {@code gatehouse.cascade.texts}, by {@code stage}. It counts anew where
 * another version becomes active.
 */
@Component
final class CascadeMeters {
    CascadeMeters(RunningPolicies policies, MeterRegistry meters) {
        count(policies, meters, "all", Seen::all);
        count(policies, meters, "english", Seen::english);
        count(policies, meters, "encoder", Seen::encoded);
        count(policies, meters, "failed", Seen::failed);
    }

    private static void count(RunningPolicies policies, MeterRegistry meters, String stage, ToLongFunction<Seen> of) {
        FunctionCounter.builder("gatehouse.cascade.texts", policies, active -> seen(active, of))
                .description("texts scored by a model with a transformer behind it")
                .baseUnit("texts")
                .tag("stage", stage)
                .register(meters);
    }

    private static long seen(RunningPolicies policies, ToLongFunction<Seen> of) {
        long seen = 0;
        for (var classifier : policies.active().moderator().classifiers())
            if (classifier instanceof CascadeClassifier cascade) seen += of.applyAsLong(cascade.seen());
        return seen;
    }
}
