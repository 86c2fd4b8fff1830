package io.gatehouse.service.webhook;

import io.gatehouse.residency.cell.Deliveries;
import io.gatehouse.service.decision.DecisionFacts;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What endpoints can be told of. Each is an effect of a decision, named as it is in the outbox. */
enum WebhookEvent {
    /** Media were looked at, and the decision is not provisional any more. */
    COMPLETED(DecisionFacts.COMPLETED),
    RESTRICTED(DecisionFacts.RESTRICTED),
    /** Another decision undid what one had restricted. */
    LIFTED(DecisionFacts.LIFTED);

    static final String NAMES =
            Arrays.stream(values()).map(WebhookEvent::wireName).collect(Collectors.joining(", "));

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String wireName;

    WebhookEvent(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static Optional<WebhookEvent> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(event -> event.wireName.equals(name))
                .findFirst();
    }

    /** Random ids and a verdict: nothing that was said, and nothing that says who said it. */
    static String body(Deliveries.Event event, String region) {
        var body = JSON.createObjectNode();
        body.put("type", event.kind());
        body.put("timestamp", event.decidedAt().toString());
        var data = body.putObject("data");
        data.put("screening_id", event.screeningId());
        data.put("decision_id", event.decisionId());
        data.put("supersedes", event.supersedes().orElse(null));
        data.put("verdict", event.verdict());
        data.put("degraded", event.degraded());
        data.put("region", region);
        return body.toString();
    }
}
