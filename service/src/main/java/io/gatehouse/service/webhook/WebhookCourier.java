package io.gatehouse.service.webhook;

import io.gatehouse.residency.cell.Deliveries;
import io.gatehouse.residency.cell.Deliveries.Delivery;
import io.gatehouse.residency.cell.Deliveries.State;
import io.gatehouse.residency.cell.Deliveries.Subscriber;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.webhook.Endpoint;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.webhook.WebhookPost.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells endpoints of decisions, each from its own region's outbox. At least once: whoever was told and killed before writing it down
 * tells again, under the same message id. An endpoint that is slow, or away, keeps nobody waiting but itself.
 */
@Component
final class WebhookCourier implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookCourier.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

    private static final Duration TURN = Duration.ofMillis(500);

    /** Where more waits than is under way, turns follow each other, and still leave the database to others. */
    private static final Duration LEAST_TURN = Duration.ofMillis(25);

    /** Effects taken from the outbox in one transaction. */
    private static final int FANNED_OUT_AT_ONCE = 500;

    /** To one endpoint from one region. */
    private static final int SENT_AT_ONCE = 8;

    /** Longer than a try can take; then somebody else may try. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    /** Whatever an endpoint asks for: the retries go on within a day. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** So that endpoints that came back are not met by all at once: up to a fifth more or less. */
    private static final double JITTER = 0.2;

    /** How long the log of deliveries is kept, and how long one waits for an endpoint that stays disabled. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration KEPT_WAITING = Duration.ofDays(90);
    private static final Duration FORGETS_EVERY = Duration.ofHours(1);

    private static final int GONE = 410;

    private final ServedRegions regions;
    private final CellHealth health;
    private final WebhookDesk desk;
    private final WebhookPost post;
    private final List<Duration> retries;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final ConcurrentHashMap<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    /** Of which more waited than could be sent at once. */
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long forgot = System.nanoTime() - FORGETS_EVERY.toNanos();
    private volatile boolean closed;

    WebhookCourier(
            ServedRegions regions,
            CellHealth health,
            WebhookDesk desk,
            WebhookPost post,
            GatehouseProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.regions = regions;
        this.health = health;
        this.desk = desk;
        this.post = post;
        this.retries = properties.webhooks().retries();
        this.meters = meters;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("webhooks").unstarted(this::run);
        if (properties.role() != GatehouseProperties.Role.API) thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                var _ = wake.tryAcquire(TURN.minus(LEAST_TURN).toMillis(), TimeUnit.MILLISECONDS);
                if (stop.await(LEAST_TURN.toMillis(), TimeUnit.MILLISECONDS)) return;
                wake.drainPermits();
                var endpoints = desk.known();
                boolean forgets = System.nanoTime() - forgot > FORGETS_EVERY.toNanos();
                if (forgets) forgot = System.nanoTime();
                for (var region : regions.topology().regions()) if (!closed) turn(region.id(), endpoints, forgets);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException broken) {
                LOG.error("webhooks wait", broken);
            }
        }
    }

    private void turn(RegionId id, List<Endpoint> endpoints, boolean forgets) {
        if (!regions.serves(id) || health.isDown(id)) return;
        try {
            var region = regions.orMisdirected(id);
            var deliveries = region.cell().deliveries();
            Instant now = clock.instant();
            if (forgets) deliveries.forget(now.minus(KEPT), now.minus(KEPT_WAITING));
            if (endpoints.isEmpty()) return;
            fanOut(region, endpoints, now);
            endpoints.stream()
                    .filter(Endpoint::isEnabled)
                    .map(Endpoint::id)
                    .collect(Collectors.groupingBy(each -> room(lane(id, each))))
                    .forEach((room, free) -> {
                        if (room > 0) send(region, endpoints, free, deliveries.take(free, now, LEASE, room), room);
                    });
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            LOG.warn("webhooks of {} wait: {}", id, away.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("webhooks of {} cannot be sent", id, broken);
        }
    }

    private void fanOut(ServedRegion region, List<Endpoint> endpoints, Instant now) {
        var subscribers = endpoints.stream()
                .map(each -> new Subscriber(each.id(), each.client(), Set.copyOf(each.events()), each.createdAt()))
                .toList();
        String name = region.id().value();
        int taken = FANNED_OUT_AT_ONCE;
        while (taken == FANNED_OUT_AT_ONCE && !closed)
            taken = region.cell()
                    .deliveries()
                    .fanOut(subscribers, event -> WebhookEvent.body(event, name), now, FANNED_OUT_AT_ONCE);
    }

    private static String lane(RegionId region, String endpointId) {
        return region.value() + '/' + endpointId;
    }

    /** How many more may be under way. One that is not answered takes one place, and keeps no other waiting. */
    private int room(String lane) {
        var count = inFlight.get(lane);
        return SENT_AT_ONCE - (count == null ? 0 : count.get());
    }

    private void send(
            ServedRegion region, List<Endpoint> endpoints, List<String> free, List<Delivery> taken, int room) {
        var counts = taken.stream().collect(Collectors.groupingBy(Delivery::endpointId, Collectors.counting()));
        for (var id : free) {
            String lane = lane(region.id(), id);
            if (counts.getOrDefault(id, 0L) < room) full.remove(lane);
            else full.add(lane);
        }
        for (var due : taken) send(region, endpoints, due);
    }

    private void send(ServedRegion region, List<Endpoint> endpoints, Delivery due) {
        var endpoint = endpoints.stream()
                .filter(each -> each.id().equals(due.endpointId()))
                .findFirst();
        if (endpoint.isEmpty()) return;
        String lane = lane(region.id(), due.endpointId());
        var count = inFlight.computeIfAbsent(lane, _ -> new AtomicInteger());
        count.incrementAndGet();
        Thread.ofVirtual().name("webhook").start(() -> {
            try {
                attempt(region, endpoint.get(), due);
            } catch (DatabaseUnavailableException | DatabaseBusyException away) {
                // What was not written down is tried again when the lease ends.
                LOG.warn("webhook {} to {} waits: {}", due.messageId(), due.endpointId(), away.getMessage());
            } catch (RuntimeException broken) {
                LOG.error("webhook {} to {} failed and is tried again", due.messageId(), due.endpointId(), broken);
            } finally {
                count.decrementAndGet();
                if (full.contains(lane)) wake.release();
            }
        });
    }

    private void attempt(ServedRegion region, Endpoint endpoint, Delivery due) {
        Instant at = clock.instant();
        var secrets = desk.secrets(endpoint.id(), at);
        if (secrets.isEmpty()) return; // Deleted a moment ago.
        long started = System.nanoTime();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Gatehouse");
        headers.put("webhook-id", due.messageId());
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        headers.put(
                "webhook-signature",
                WebhookSecret.signatures(secrets, due.messageId(), at.getEpochSecond(), due.body()));
        var outcome = post.post(endpoint.url(), headers, due.body().getBytes(StandardCharsets.UTF_8));
        var took = Duration.ofNanos(System.nanoTime() - started);
        end(region.cell().deliveries(), endpoint, due, outcome, attempt(at, outcome, took));
    }

    private static String attempt(Instant at, Outcome outcome, Duration took) {
        var json = JSON.createObjectNode();
        json.put("at", at.toString());
        switch (outcome) {
            case Outcome.Answered(int status, var _) -> json.put("status", status);
            case Outcome.Failed(String reason) -> json.put("error", reason);
        }
        json.put("milliseconds", took.toMillis());
        return json.toString();
    }

    private void end(Deliveries deliveries, Endpoint endpoint, Delivery due, Outcome outcome, String attempt) {
        Instant now = clock.instant();
        boolean accepted = outcome instanceof Outcome.Answered(int status, var _) && status >= 200 && status < 300;
        boolean gone = outcome instanceof Outcome.Answered(int status, var _) && status == GONE;
        var wait = accepted || gone ? null : wait(due.tries(), outcome);
        var state = accepted ? State.DELIVERED : wait == null ? State.DEAD : State.PENDING;
        deliveries.ended(due, state, attempt, wait == null ? now : now.plus(wait), now);
        meters.counter("gatehouse.webhooks.tries", "state", state.name().toLowerCase(java.util.Locale.ROOT))
                .increment();
        if (gone) desk.set(endpoint.id(), Optional.of("it answered 410 Gone"));
        if (state == State.DEAD) LOG.warn("webhook {} to {} is dead", due.messageId(), endpoint.id());
    }

    /** @return null when it was tried often enough */
    private @Nullable Duration wait(int tries, Outcome outcome) {
        if (tries > retries.size()) return null;
        var declared = retries.get(tries - 1);
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        var wait = Duration.ofMillis(Math.round(declared.toMillis() * factor));
        var asked =
                outcome instanceof Outcome.Answered(int _, var retryAfter) ? retryAfter : Optional.<Duration>empty();
        var longer = asked.filter(each -> each.compareTo(wait) > 0).orElse(wait);
        return longer.compareTo(LONGEST_WAIT) > 0 && declared.compareTo(LONGEST_WAIT) <= 0 ? LONGEST_WAIT : longer;
    }

    @Override
    public void destroy() throws InterruptedException {
        closed = true;
        stop.countDown();
        wake.release();
        // Not interrupted while it writes: that would break a connection, and leave open what was committed.
        thread.join(CLOSES_WITHIN);
        thread.interrupt();
    }
}
