package io.gatehouse.service.submission;

import io.gatehouse.service.access.Caller;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Bounds what is judged and committed at one time, for all clients together and for each alone. */
@Component
public final class Admission {
    /** What fills the places is done in milliseconds: a short wait saves the client a retry. */
    private static final Duration WAIT = Duration.ofMillis(250);

    /** An item of a batch has its client's patience. */
    private static final Duration ITEM_WAIT = Duration.ofSeconds(20);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore places;
    private final int perClient;
    private final ConcurrentHashMap<String, Semaphore> clients = new ConcurrentHashMap<>();

    Admission(GatehouseProperties properties, MeterRegistry metrics) {
        int limit = properties.limits().screeningsInFlight();
        this.places = new Semaphore(limit);
        this.perClient = properties.limits().perClientInFlight();
        Gauge.builder("gatehouse.screenings.in.flight", places, p -> limit - p.availablePermits())
                .description("screenings being judged or committed")
                .register(metrics);
        Gauge.builder("gatehouse.screenings.queued", places, Semaphore::getQueueLength)
                .description("screenings waiting for a place")
                .register(metrics);
    }

    /** @throws ProblemException 429 when the client, 503 when the process has too much in flight */
    public <R> R admit(Caller caller, Supplier<R> work) {
        return within(caller, WAIT, work);
    }

    /** As {@link #admit}, waiting as long as a batch's sender would. */
    <R> R admitItem(Caller caller, Supplier<R> work) {
        return within(caller, ITEM_WAIT, work);
    }

    private <R> R within(Caller caller, Duration wait, Supplier<R> work) {
        // Clients are as many as keys were issued to: the map is bounded by them.
        var client = clients.computeIfAbsent(caller.client(), _ -> new Semaphore(perClient));
        acquire(
                client,
                wait,
                ProblemType.TOO_MANY_REQUESTS,
                "At most " + perClient + " screenings of one client at once.");
        try {
            acquire(places, wait, ProblemType.OVERLOADED, "Too many screenings are in flight; nothing was stored.");
            try {
                return work.get();
            } finally {
                places.release();
            }
        } finally {
            client.release();
        }
    }

    private static void acquire(Semaphore places, Duration wait, ProblemType type, String detail) {
        try {
            if (places.tryAcquire() || places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new ProblemException(Problem.of(type, detail).retryAfter(RETRY_AFTER));
    }
}
