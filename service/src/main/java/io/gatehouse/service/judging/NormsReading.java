package io.gatehouse.service.judging;

import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.policy.FileParts;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** Reads the policies and their models from the start on, while the databases start: each takes some seconds. */
@Component("normsReading")
public final class NormsReading {
    private final FileParts parts = new FileParts();
    private final CompletableFuture<Ready> reading;

    /** Norms and the judge made of them. */
    public record Ready(Norms norms, Moderator moderator) {}

    NormsReading(GatehouseProperties properties, LanguageModels languages) {
        reading = CompletableFuture.supplyAsync(
                () -> {
                    var norms = Norms.read(properties.policies(), lawOf(properties), parts);
                    return new Ready(norms, norms.moderator(languages.identifier()));
                },
                task -> Thread.ofPlatform().daemon().name("norms-reading").start(task));
    }

    /** The calendar of legal bases that this process goes by. */
    public static Norms.Law lawOf(GatehouseProperties properties) {
        return properties.exampleLaw() ? Norms.Law.WITH_EXAMPLES : Norms.Law.SHIPPED;
    }

    /** What was read of files: whoever reads another version that has them too need not read them again. */
    public FileParts parts() {
        return parts;
    }

    /** Waits for the end of reading, and throws what {@link Norms#read} threw. */
    public Ready ready() {
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
