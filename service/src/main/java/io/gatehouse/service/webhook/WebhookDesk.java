package io.gatehouse.service.webhook;

import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.webhook.Endpoint;
import io.gatehouse.residency.webhook.EndpointStore;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.springframework.stereotype.Component;

/** Keeps endpoints. Changes are known to this process at once, to others within two seconds. Thread-safe. */
@Component
final class WebhookDesk {
    /** A platform has one for each of its services, and some for tests. */
    static final int MAX_PER_CLIENT = 20;

    private static final Duration BELIEVED_FOR = Duration.ofSeconds(2);
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 26;

    private final EndpointStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Known known = new Known(System.nanoTime() - BELIEVED_FOR.toNanos(), List.of());

    private record Known(long at, List<Endpoint> endpoints) {}

    WebhookDesk(EndpointStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** An endpoint with its new secret, which is shown once. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record WithSecret(Endpoint endpoint, byte[] secret) {
        @Override
        public String toString() {
            return "WithSecret[" + endpoint.id() + "]";
        }
    }

    WithSecret add(String client, URI url, SortedSet<String> events, String byKey) {
        if (of(client).size() >= MAX_PER_CLIENT)
            throw new ProblemException(Problem.of(
                    ProblemType.TOO_MANY_WEBHOOKS, "A client may have " + MAX_PER_CLIENT + " endpoints; delete one."));
        var endpoint =
                new Endpoint(newId(), client, url, events, Optional.empty(), Optional.empty(), clock.instant(), byKey);
        var secret = newSecret();
        store.add(endpoint, secret);
        forget();
        return new WithSecret(endpoint, secret);
    }

    /** The secret before goes on signing beside the new one for a while. */
    WithSecret rotate(Endpoint endpoint, Duration keepPrevious) {
        var secret = newSecret();
        boolean there = store.rotate(endpoint.id(), secret, clock.instant().plus(keepPrevious));
        forget();
        if (!there) throw gone();
        return new WithSecret(find(endpoint.id()), secret);
    }

    Endpoint set(String id, Optional<String> because) {
        boolean there = store.set(id, because);
        forget();
        if (!there) throw gone();
        return find(id);
    }

    void delete(String id) {
        boolean there = store.delete(id);
        forget();
        if (!there) throw gone();
    }

    Endpoint find(String id) {
        return store.find(id).orElseThrow(WebhookDesk::gone);
    }

    List<Endpoint> of(String client) {
        return store.all().stream()
                .filter(endpoint -> endpoint.client().equals(client))
                .toList();
    }

    List<Endpoint> all() {
        return store.all();
    }

    /** As they were at most two seconds ago; for as long as the control database is away, as they were before. */
    List<Endpoint> known() {
        var before = known;
        if (System.nanoTime() - before.at() < BELIEVED_FOR.toNanos()) return before.endpoints();
        List<Endpoint> endpoints;
        try {
            endpoints = store.all();
        } catch (DatabaseUnavailableException _) {
            endpoints = before.endpoints();
        }
        known = new Known(System.nanoTime(), endpoints);
        return endpoints;
    }

    List<byte[]> secrets(String id, Instant at) {
        return store.secrets(id, at);
    }

    private void forget() {
        known = new Known(System.nanoTime() - BELIEVED_FOR.toNanos(), known.endpoints());
    }

    static ProblemException gone() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such endpoint.");
    }

    private byte[] newSecret() {
        var secret = new byte[WebhookSecret.BYTES];
        random.nextBytes(secret);
        return secret;
    }

    private String newId() {
        var id = new StringBuilder("wh_");
        for (int i = 0; i < ID_LENGTH; i++) id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return id.toString();
    }
}
