package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Orders;
import io.gatehouse.residency.casework.Orders.Order;
import io.gatehouse.residency.casework.Orders.Step;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders of authorities: received and carried out, followed, listed with their clocks (DSA Art. 9, 10; 2021/784). */
@RestController
final class OrdersController {
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final List<String> STEPS =
            Arrays.stream(Step.values()).map(Step::wireName).toList();

    private final OrderDesk desk;
    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final Clock clock;

    OrdersController(OrderDesk desk, ServedRegions regions, OperatorDesk operators, Clock clock) {
        this.desk = desk;
        this.regions = regions;
        this.operators = operators;
        this.clock = clock;
    }

    /** Received for good when it answers, and carried out as far as could be. */
    @PostMapping("/v1/orders")
    ResponseEntity<Map<String, Object>> receive(HttpServletRequest request) throws IOException {
        byte[] body = JsonBody.read(request, MAX_BODY_BYTES);
        var faults = new Faults();
        var order = OrderReader.read(StrictJson.parse(body), clock.instant(), faults);
        faults.refuseAny();
        if (order == null) throw new IllegalStateException("a body was refused without a fault");
        var parts = desk.receive(Caller.of(request), order, CaseworkJson.digest(body));
        String id = parts.getFirst().id();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id);
        fields.put(
                "parts",
                parts.stream()
                        .map(part -> describe(regions.ofId(part.id(), 'q'), part))
                        .toList());
        return ResponseEntity.created(URI.create("/v1/orders/" + id)).body(fields);
    }

    /** With its text, except to auditors. */
    @GetMapping("/v1/orders/{id}")
    Map<String, Object> read(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var region = regions.ofId(id, 'q');
        var order = find(region, id, caller);
        var fields = describe(region, order);
        if (RecordRights.readsText(caller)) {
            operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.ACCOUNT));
            new Orders(region.cell()).open(id).ifPresent(text -> fields.put("order", OrderText.read(text)));
        }
        return fields;
    }

    /** In order of receipt. */
    @GetMapping("/v1/orders")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletRequest request) {
        var caller = Caller.of(request);
        var served = regions.named(region);
        int most = CaseworkJson.limit(limit);
        var page = new Orders(served.cell()).list(after, most);
        return CaseworkJson.page(
                "orders",
                page.stream()
                        .filter(each -> RecordRights.sees(caller, each.client()))
                        .map(each -> describe(served, each))
                        .toList(),
                page.size() == most ? page.getLast().id() : null);
    }

    /** What happened to it, and when. */
    @PostMapping("/v1/orders/{id}/steps")
    Map<String, Object> note(@PathVariable String id, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        String word = body == null ? null : NoticeReader.oneOf(body, "step", STEPS, null);
        Instant at = body == null ? null : body.optionalTime("at");
        Instant now = clock.instant();
        if (at != null && at.isAfter(now)) faults.add("/at", "must not lie in the future");
        if (body != null) body.refuseUnknown();
        faults.refuseAny();
        var step = Arrays.stream(Step.values())
                .filter(each -> each.wireName().equals(word))
                .findFirst()
                .orElseThrow();
        var caller = Caller.of(request);
        var region = regions.ofId(id, 'q');
        return describe(
                region, desk.note(region, find(region, id, caller), step, at == null ? now : at, caller.keyId()));
    }

    private static Order find(ServedRegion region, String id, Caller caller) {
        return new Orders(region.cell())
                .find(id)
                .filter(order -> RecordRights.sees(caller, order.client()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
    }

    private Map<String, Object> describe(ServedRegion region, Order order) {
        var now = clock.instant();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", order.id());
        fields.put("region", region.id().value());
        fields.put("kind", order.kind().wireName());
        fields.put("member_state", order.memberState());
        fields.put("category", order.category());
        fields.put("territories", order.territories());
        fields.put("received_at", order.receivedAt().toString());
        fields.put("advance_information", advance(order));
        var due = order.dueAt();
        fields.put("due_at", due == null ? null : due.toString());
        boolean waits = OrderDesk.isWaitedFor(order);
        fields.put("state", order.has(Step.WITHDRAWN) ? "withdrawn" : waits ? "open" : "done");
        fields.put("at_risk", desk.isAtRisk(order, now));
        fields.put("late", isLate(order, now));
        fields.put(
                "items",
                order.items().stream()
                        .map(item -> {
                            var each = new LinkedHashMap<String, Object>();
                            each.put("n", item.n());
                            each.put("decision_id", item.decisionId());
                            each.put(
                                    "effected_at",
                                    item.effectedAt() == null
                                            ? null
                                            : item.effectedAt().toString());
                            each.put("effect_decision_id", item.effectedAt() == null ? null : item.effectDecisionId());
                            each.put("hold_id", item.effectedAt() == null ? null : item.holdId());
                            each.put("failure", item.failure());
                            return each;
                        })
                        .toList());
        fields.put(
                "steps",
                order.events().stream()
                        .map(event -> Map.of(
                                "step", event.step().wireName(),
                                "at", event.at().toString(),
                                "by", event.byKey()))
                        .toList());
        fields.put("evidence", CaseworkJson.evidence(region.id().value(), order.logIndex()));
        return fields;
    }

    /** Null where nobody said. */
    private static @Nullable Map<String, Object> advance(Order order) {
        var advance = order.advance();
        if (advance == null) return null;
        var fields = new LinkedHashMap<String, Object>();
        fields.put("first_order", advance.isFirstOrder());
        var told = advance.toldAt();
        fields.put("told_at", told == null ? null : told.toString());
        fields.put("emergency", advance.isEmergency());
        fields.put("twelve_hours", advance.isInTime(order.receivedAt()).orElse(null));
        return fields;
    }

    private static boolean isLate(Order order, Instant now) {
        var due = order.dueAt();
        if (due == null) return false;
        if (OrderDesk.isWaitedFor(order)) return now.isAfter(due);
        return order.items().stream()
                .anyMatch(item -> item.effectedAt() != null && item.effectedAt().isAfter(due));
    }
}
