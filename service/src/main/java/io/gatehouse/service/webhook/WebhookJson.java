package io.gatehouse.service.webhook;

import io.gatehouse.residency.cell.Deliveries.Delivery;
import io.gatehouse.residency.webhook.Endpoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints and deliveries as answers show them. */
final class WebhookJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private WebhookJson() {}

    static Map<String, @Nullable Object> endpoint(Endpoint endpoint, Instant now) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", endpoint.id());
        json.put("client", endpoint.client());
        json.put("url", endpoint.url().toString());
        json.put("events", List.copyOf(endpoint.events()));
        json.put("enabled", endpoint.isEnabled());
        json.put("disabled_because", endpoint.disabledBecause().orElse(null));
        json.put(
                "previous_secret_until",
                endpoint.rotatesUntil()
                        .filter(now::isBefore)
                        .map(Instant::toString)
                        .orElse(null));
        json.put("created_at", endpoint.createdAt().toString());
        return json;
    }

    static Map<String, @Nullable Object> withSecret(WebhookDesk.WithSecret made, Instant now) {
        var json = endpoint(made.endpoint(), now);
        json.put("secret", WebhookSecret.text(made.secret()));
        return json;
    }

    static Map<String, @Nullable Object> delivery(Delivery delivery) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("message_id", delivery.messageId());
        json.put("event", delivery.event());
        json.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        json.put("created_at", delivery.createdAt().toString());
        json.put("due_at", delivery.dueAt().toString());
        json.put("ended_at", delivery.endedAt().map(Instant::toString).orElse(null));
        json.put("body", JSON.readTree(delivery.body()));
        json.put("attempts", JSON.readTree(delivery.attempts()));
        return json;
    }
}
