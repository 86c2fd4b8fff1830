package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Disputes;
import io.gatehouse.residency.casework.Disputes.Dispute;
import io.gatehouse.residency.casework.Disputes.Ending;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Disputes before certified out-of-court bodies, written down (DSA Art. 21, 24(1)(a)). */
@RestController
final class DisputesController {
    private static final int MAX_BODY_BYTES = 8 * 1024;
    private static final int MAX_ID_BYTES = 200;
    /** An id of the Commission's list, never a name of a person. */
    private static final Pattern BODY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final List<String> OUTCOMES = List.of("upheld", "partially_reversed", "reversed", "omitted");

    private final Whereabouts whereabouts;
    private final SentBefore sentBefore;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;

    DisputesController(Whereabouts whereabouts, SentBefore sentBefore, ServedRegions regions, NewIds ids, Clock clock) {
        this.whereabouts = whereabouts;
        this.sentBefore = sentBefore;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
    }

    @PostMapping("/v1/disputes")
    ResponseEntity<Map<String, Object>> open(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String id = body == null ? null : NoticeReader.said(body, "id", MAX_ID_BYTES);
        String decision = body == null ? null : body.requiredText("decision_id", MAX_ID_BYTES);
        String before = body == null ? null : body.requiredText("body", MAX_ID_BYTES);
        if (body != null && before != null && !BODY.matcher(before).matches())
            body.fault("body", "must be the id of a certified body: letters, digits and . _ -");
        String appellant =
                body == null ? null : NoticeReader.oneOf(body, "appellant", List.of("author", "notifier"), null);
        Instant received = body == null ? null : body.optionalTime("received_at");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (received != null && received.isAfter(now)) faults.add("/received_at", "must not lie in the future");
        if (body != null) body.refuseUnknown();
        faults.refuseAny();
        if (id == null || decision == null || before == null || appellant == null)
            throw new IllegalStateException("a body was refused without a fault");
        String client = Caller.of(request).client();
        var earlier = sentBefore.everywhere(
                each -> new Disputes(each.cell()).sentAs(client, id).map(known -> new Sent(each, known)));
        for (var sent : earlier.found()) {
            boolean isSame = sent.dispute().decisionId().equals(decision)
                    && sent.dispute().body().equals(before)
                    && sent.dispute().appellant().equals(appellant);
            if (!isSame)
                throw new ProblemException(
                        ProblemType.RECORD_ID_REUSED, "This client sent another dispute under this id before.");
            return created(sent.region(), sent.dispute());
        }
        var found = whereabouts
                .decision(decision)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such decision."));
        var region = found.region();
        sentBefore.refuseUnsure(earlier.away(), region, found.decision().account());
        var dispute = new Disputes(region.cell())
                .open(
                        new Dispute(
                                ids.dispute(region.id()),
                                decision,
                                before,
                                appellant,
                                received == null ? now : received,
                                null,
                                -1),
                        client,
                        id);
        return created(region, dispute);
    }

    private record Sent(ServedRegion region, Dispute dispute) {}

    private static ResponseEntity<Map<String, Object>> created(ServedRegion region, Dispute dispute) {
        return ResponseEntity.created(URI.create("/v1/disputes/" + dispute.id()))
                .body(describe(region, dispute));
    }

    /** How it ended; told again when it was carried out later. */
    @PostMapping("/v1/disputes/{id}/outcome")
    Map<String, Object> end(@PathVariable String id, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String outcome = body == null ? null : NoticeReader.oneOf(body, "outcome", OUTCOMES, null);
        Instant decided = body == null ? null : body.optionalTime("decided_at");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (body != null && body.node("decided_at") == null) body.fault("decided_at", "is missing");
        if (decided != null && decided.isAfter(now)) faults.add("/decided_at", "must not lie in the future");
        Boolean implemented = body == null ? null : body.optionalBoolean("implemented");
        if (body != null && body.node("implemented") == null)
            body.fault("implemented", "is missing: whether it was carried out");
        String by = body == null ? null : body.optionalText("implemented_decision_id", MAX_ID_BYTES);
        if (body != null) body.refuseUnknown();
        faults.refuseAny();
        if (outcome == null || decided == null || implemented == null)
            throw new IllegalStateException("a body was refused without a fault");
        var region = regions.ofId(id, 'x');
        var dispute = find(region, id);
        if (decided.isBefore(dispute.receivedAt()))
            throw new ProblemException(Problem.invalid(
                    ProblemType.INVALID_REQUEST,
                    List.of(new Fault(
                            "/decided_at", "must not lie before the dispute was received, " + dispute.receivedAt()))));
        var ended = new Disputes(region.cell()).end(id, new Ending(outcome, decided, implemented, by), now);
        return describe(
                region,
                ended.orElseThrow(() -> new ProblemException(
                        ProblemType.CASE_CLOSED, "The dispute ended otherwise, or was carried out, before.")));
    }

    @GetMapping("/v1/disputes/{id}")
    Map<String, Object> read(@PathVariable String id) {
        var region = regions.ofId(id, 'x');
        return describe(region, find(region, id));
    }

    /** In order of receipt. */
    @GetMapping("/v1/disputes")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit) {
        var served = regions.named(region);
        int most = CaseworkJson.limit(limit);
        var page = new Disputes(served.cell()).list(after, most);
        return CaseworkJson.page(
                "disputes",
                page.stream().map(each -> describe(served, each)).toList(),
                page.size() == most ? page.getLast().id() : null);
    }

    private static @Nullable JsonObjectReader body(HttpServletRequest request, Faults faults) throws IOException {
        return JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
    }

    private static Dispute find(ServedRegion region, String id) {
        return new Disputes(region.cell())
                .find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
    }

    private static Map<String, Object> describe(ServedRegion region, Dispute dispute) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", dispute.id());
        fields.put("region", region.id().value());
        fields.put("decision_id", dispute.decisionId());
        fields.put("body", dispute.body());
        fields.put("appellant", dispute.appellant());
        fields.put("received_at", dispute.receivedAt().toString());
        var ending = dispute.ending();
        fields.put("outcome", ending == null ? null : ending.outcome());
        fields.put("decided_at", ending == null ? null : ending.decidedAt().toString());
        fields.put("implemented", ending == null ? null : ending.isImplemented());
        fields.put("implemented_decision_id", ending == null ? null : ending.implementedBy());
        fields.put("evidence", CaseworkJson.evidence(region.id().value(), dispute.logIndex()));
        return fields;
    }
}
