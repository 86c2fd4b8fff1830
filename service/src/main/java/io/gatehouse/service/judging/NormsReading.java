package io.gatehouse.service.judging;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** Reads the policies and their models from the start on, while the databases start: each takes some seconds. */
@Component("normsReading")
final class NormsReading {
    private final CompletableFuture<Ready> reading;

    /** Norms and the judge made of them. */
    record Ready(Norms norms, Moderator moderator) {}

    NormsReading(GatehouseProperties properties) {
        reading = CompletableFuture.supplyAsync(
                () -> {
                    var law = properties.exampleLaw() ? Norms.Law.WITH_EXAMPLES : Norms.Law.SHIPPED;
                    var norms = Norms.read(properties.policies(), law);
                    return new Ready(norms, norms.moderator());
                },
                task -> Thread.ofPlatform().daemon().name("norms-reading").start(task));
    }

    /** Waits for the end of reading, and throws what {@link Norms#read} threw. */
    Ready ready() {
        try {
            return reading.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) throw cause;
            throw failure;
        } catch (CancellationException never) {
            throw new IllegalStateException("nobody cancels reading", never);
        }
    }
}
