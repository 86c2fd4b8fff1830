package io.gatehouse.service.classifier;

import io.gatehouse.moderation.classifier.CascadeClassifier;
import io.gatehouse.moderation.classifier.CascadeClassifier.Seen;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.service.judging.RunningPolicies;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many texts the active version's transformer was asked about: {@code gatehouse.cascade.texts}, by {@code stage}. It counts anew where
 * another version becomes active.
 */
@Component
final class CascadeMeters {
    private final Supplier<List<TextClassifier>> active;

    @Autowired
    CascadeMeters(RunningPolicies policies, MeterRegistry meters) {
        this(() -> policies.active().moderator().classifiers(), meters);
    }

    CascadeMeters(Supplier<List<TextClassifier>> active, MeterRegistry meters) {
        this.active = active;
        count(meters, "all", Seen::all);
        count(meters, "english", Seen::english);
        count(meters, "encoder", Seen::encoded);
        count(meters, "failed", Seen::failed);
    }

    private void count(MeterRegistry meters, String stage, ToLongFunction<Seen> of) {
        FunctionCounter.builder("gatehouse.cascade.texts", this, counted -> counted.seen(of))
                .description("texts scored by a model with a transformer behind it")
                .baseUnit("texts")
                .tag("stage", stage)
                .register(meters);
    }

    private long seen(ToLongFunction<Seen> of) {
        long seen = 0;
        for (var classifier : active.get())
            if (classifier instanceof CascadeClassifier cascade) seen += of.applyAsLong(cascade.seen());
        return seen;
    }
}
