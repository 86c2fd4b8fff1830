package io.gatehouse.service.webhook;

import io.gatehouse.residency.cell.Deliveries;
import io.gatehouse.residency.cell.Deliveries.State;
import io.gatehouse.residency.webhook.Endpoint;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints that are told of decisions, and the log of what they were told. A platform sees its own client's; an admin all. */
@RestController
final class WebhooksController {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_URL_BYTES = 1_000;
    private static final int MAX_NAME_BYTES = 100;

    /** A day is long enough to tell every receiver of a new secret. */
    private static final Duration KEEPS_PREVIOUS = Duration.ofDays(1);

    private static final int MOST_SECONDS = 30 * 24 * 3600;
    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 1_000;

    private final WebhookDesk desk;
    private final WebhookPost post;
    private final ServedRegions regions;
    private final Clock clock;

    WebhooksController(WebhookDesk desk, WebhookPost post, ServedRegions regions, Clock clock) {
        this.desk = desk;
        this.post = post;
        this.regions = regions;
        this.clock = clock;
    }

    @PostMapping("/v1/webhooks")
    ResponseEntity<Map<String, @Nullable Object>> add(HttpServletRequest request) throws IOException {
        var caller = Caller.of(request);
        var faults = new Faults();
        var body = body(request, faults);
        URI url = url(body);
        var events = events(body);
        String client = body.optionalText("client", MAX_NAME_BYTES);
        if (client != null && !client.equals(caller.client()) && !isAdmin(caller))
            body.fault("client", "is another client; a key with the role admin may name it");
        body.refuseUnknown();
        faults.refuseAny();
        if (url == null) throw new IllegalStateException("a URL was refused without a fault");
        var made = desk.add(client == null ? caller.client() : client, url, events, caller.keyId());
        return ResponseEntity.status(HttpStatus.CREATED)
                .location(URI.create("/v1/webhooks/" + made.endpoint().id()))
                .body(WebhookJson.withSecret(made, clock.instant()));
    }

    @GetMapping("/v1/webhooks")
    Map<String, Object> list(HttpServletRequest request) {
        var caller = Caller.of(request);
        Instant now = clock.instant();
        var endpoints = isAdmin(caller) ? desk.all() : desk.of(caller.client());
        return Map.of(
                "webhooks",
                endpoints.stream().map(each -> WebhookJson.endpoint(each, now)).toList());
    }

    @GetMapping("/v1/webhooks/{id}")
    Map<String, @Nullable Object> get(@PathVariable String id, HttpServletRequest request) {
        return WebhookJson.endpoint(visible(id, request), clock.instant());
    }

    @DeleteMapping("/v1/webhooks/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        desk.delete(visible(id, request).id());
        return ResponseEntity.noContent().build();
    }

    /** A new secret; the one before signs beside it for {@code keep_previous_seconds}. */
    @PostMapping("/v1/webhooks/{id}:rotate")
    Map<String, @Nullable Object> rotate(@PathVariable String id, HttpServletRequest request) throws IOException {
        var endpoint = visible(id, request);
        var faults = new Faults();
        var body = body(request, faults);
        Integer seconds = body.optionalInteger("keep_previous_seconds", 0, MOST_SECONDS);
        body.refuseUnknown();
        faults.refuseAny();
        var keep = seconds == null ? KEEPS_PREVIOUS : Duration.ofSeconds(seconds);
        return WebhookJson.withSecret(desk.rotate(endpoint, keep), clock.instant());
    }

    /** Nothing is sent until it is enabled again; what is to be told waits. */
    @PostMapping("/v1/webhooks/{id}:disable")
    Map<String, @Nullable Object> disable(@PathVariable String id, HttpServletRequest request) {
        var endpoint = visible(id, request);
        var because = Optional.of("disabled by key " + Caller.of(request).keyId());
        return WebhookJson.endpoint(desk.set(endpoint.id(), because), clock.instant());
    }

    @PostMapping("/v1/webhooks/{id}:enable")
    Map<String, @Nullable Object> enable(@PathVariable String id, HttpServletRequest request) {
        return WebhookJson.endpoint(desk.set(visible(id, request).id(), Optional.empty()), clock.instant());
    }

    /** What an endpoint was told, or is to be told, of one region's decisions, oldest first. */
    @GetMapping("/v1/webhooks/{id}/deliveries")
    Map<String, @Nullable Object> deliveries(
            @PathVariable String id,
            @RequestParam Optional<String> region,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit,
            HttpServletRequest request) {
        var endpoint = visible(id, request);
        var faults = new Faults();
        String in = region.orElse("");
        if (in.isEmpty()) faults.add("query:region", "is missing: the log of deliveries lies in each region");
        var only = state.map(name -> stateOf("query:state", name, faults));
        int most = limit.map(text -> limitOf(text, faults)).orElse(DEFAULT_PAGE);
        faults.refuseAny();
        var deliveries = regions.named(in).cell().deliveries();
        var last = after.map(message -> deliveries
                .find(endpoint.id(), message)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no delivery 'after'.")));
        var page = deliveries.page(endpoint.id(), only.orElse(null), last, most);
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("deliveries", page.stream().map(WebhookJson::delivery).toList());
        answer.put("next", page.size() < most ? null : page.getLast().messageId());
        return answer;
    }

    /** Sends one again, under the same message id. */
    @PostMapping("/v1/webhooks/{id}/deliveries/{message}:replay")
    ResponseEntity<Void> replayOne(
            @PathVariable String id,
            @PathVariable String message,
            @RequestParam Optional<String> region,
            HttpServletRequest request) {
        var endpoint = visible(id, request);
        var faults = new Faults();
        if (region.isEmpty()) faults.add("query:region", "is missing");
        faults.refuseAny();
        if (!regions.named(region.orElseThrow()).cell().deliveries().replay(endpoint.id(), message, clock.instant()))
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such delivery.");
        return ResponseEntity.accepted().build();
    }

    /** Sends many again: dead ones, or all since a time. */
    @PostMapping("/v1/webhooks/{id}:replay")
    ResponseEntity<Map<String, Object>> replay(@PathVariable String id, HttpServletRequest request) throws IOException {
        var endpoint = visible(id, request);
        var faults = new Faults();
        var body = body(request, faults);
        String region = body.requiredText("region", MAX_NAME_BYTES);
        Instant since = body.optionalTime("since");
        String state = body.optionalText("state", MAX_NAME_BYTES);
        Set<State> states = state == null
                ? EnumSet.of(State.DEAD)
                : state.equals("all") ? EnumSet.allOf(State.class) : EnumSet.of(stateOf("/state", state, faults));
        body.refuseUnknown();
        faults.refuseAny();
        int replayed = regions.named(String.valueOf(region))
                .cell()
                .deliveries()
                .replay(endpoint.id(), since == null ? Instant.EPOCH : since, states, clock.instant());
        return ResponseEntity.accepted().body(Map.of("replayed", replayed));
    }

    private static State stateOf(String where, String name, Faults faults) {
        for (var state : Deliveries.State.values())
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) return state;
        faults.add(where, "must be pending, delivered or dead");
        return State.PENDING;
    }

    private static int limitOf(String text, Faults faults) {
        int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_PAGE) faults.add("query:limit", "must be 1 to " + MAX_PAGE);
        return limit;
    }

    private @Nullable URI url(JsonObjectReader body) {
        String text = body.requiredText("url", MAX_URL_BYTES);
        if (text == null) return null;
        try {
            var url = new URI(text);
            var fault = post.faultOf(url);
            fault.ifPresent(words -> body.fault("url", words));
            return fault.isPresent() ? null : url;
        } catch (java.net.URISyntaxException _) {
            body.fault("url", "is no URL");
            return null;
        }
    }

    private static SortedSet<String> events(JsonObjectReader body) {
        var nodes = body.requiredArray("events", WebhookEvent.values().length);
        var events = new TreeSet<String>();
        for (int i = 0; i < nodes.size(); i++) {
            String name = nodes.get(i).isString() ? nodes.get(i).stringValue() : "";
            if (WebhookEvent.ofWireName(name).isPresent()) events.add(name);
            else body.fault("events", i, "must be one of: " + WebhookEvent.NAMES);
        }
        return events;
    }

    private static JsonObjectReader body(HttpServletRequest request, Faults faults) throws IOException {
        byte[] bytes = JsonBody.read(request, MAX_BODY_BYTES);
        var tree = StrictJson.parse(bytes.length == 0 ? new byte[] {'{', '}'} : bytes);
        var body = JsonObjectReader.of(tree, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (body == null) throw new IllegalStateException("a body was refused without a fault");
        return body;
    }

    /** Another client's endpoint does not exist for this one. */
    private Endpoint visible(String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var endpoint = desk.find(id);
        if (!isAdmin(caller) && !endpoint.client().equals(caller.client())) throw WebhookDesk.gone();
        return endpoint;
    }

    private static boolean isAdmin(Caller caller) {
        return caller.roles().contains(Role.ADMIN);
    }
}
