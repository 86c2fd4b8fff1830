package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Appeals;
import io.gatehouse.residency.casework.Appeals.Appeal;
import io.gatehouse.residency.casework.Appeals.Appellant;
import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.casework.Whereabouts.Found;
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
import java.time.Instant;
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
import tools.jackson.databind.JsonNode;

/** Appeals: sent, followed, listed (DSA Art. 20). They are decided as cases. */
@RestController
final class AppealsController {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_REASON_BYTES = 20_000;
    private static final int MAX_ID_BYTES = 200;

    private final AppealDesk desk;
    private final Whereabouts whereabouts;
    private final ServedRegions regions;
    private final OperatorDesk operators;

    AppealsController(AppealDesk desk, Whereabouts whereabouts, ServedRegions regions, OperatorDesk operators) {
        this.desk = desk;
        this.whereabouts = whereabouts;
        this.regions = regions;
        this.operators = operators;
    }

    @PostMapping("/v1/decisions/{id}/appeals")
    ResponseEntity<Map<String, Object>> open(@PathVariable String id, HttpServletRequest request) throws IOException {
        byte[] body = JsonBody.read(request, MAX_BODY_BYTES);
        var faults = new Faults();
        var wish = wish(StrictJson.parse(body), faults);
        faults.refuseAny();
        if (wish == null) throw new IllegalStateException("a body was refused without a fault");
        var caller = Caller.of(request);
        var found = visible(id, caller);
        var appeal = desk.open(caller, found, wish, CaseworkJson.digest(body));
        return ResponseEntity.created(URI.create("/v1/appeals/" + appeal.id()))
                .body(describe(regions.ofId(appeal.id(), 'a'), appeal));
    }

    /** Another client's decision does not exist for this one. */
    private Found visible(String id, Caller caller) {
        return whereabouts
                .decision(id)
                .filter(each -> each.decision().client().equals(caller.client()))
                .orElseThrow(AppealsController::nothing);
    }

    private static AppealDesk.@Nullable Request wish(JsonNode json, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String id = NoticeReader.said(body, "id", MAX_ID_BYTES);
        String word = NoticeReader.oneOf(body, "appellant", List.of("author", "notifier"), null);
        String notice = body.optionalText("notice_id", MAX_ID_BYTES);
        String reason = NoticeReader.said(body, "reason", MAX_REASON_BYTES);
        Instant informed = body.optionalTime("informed_at");
        if ("notifier".equals(word) && body.node("notice_id") == null)
            body.fault("notice_id", "is missing: which notice the decision was made on");
        if ("author".equals(word) && body.node("notice_id") != null)
            body.fault("notice_id", "belongs to appeals of notifiers");
        body.refuseUnknown();
        if (!faults.isEmpty() || id == null || word == null || reason == null) return null;
        return new AppealDesk.Request(
                id, word.equals("author") ? Appellant.AUTHOR : Appellant.NOTIFIER, notice, reason, informed);
    }

    @GetMapping("/v1/appeals/{id}")
    Map<String, Object> read(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var region = regions.ofId(id, 'a');
        var appeal = new Appeals(region.cell())
                .find(id)
                .filter(each -> seesAll(caller) || each.client().equals(caller.client()))
                .orElseThrow(AppealsController::nothing);
        var fields = describe(region, appeal);
        if (appeal.decidedAt() != null
                && (caller.roles().contains(Role.PLATFORM) || caller.roles().contains(Role.REVIEWER))) {
            operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.DECISION));
            fields.put(
                    "reasons", new Cases(region.cell()).reasons(appeal.caseId()).orElse(null));
        }
        return fields;
    }

    /** In order of receipt; of a platform its own alone. */
    @GetMapping("/v1/appeals")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletRequest request) {
        var caller = Caller.of(request);
        var served = regions.named(region);
        int most = CaseworkJson.limit(limit);
        var page = new Appeals(served.cell()).list(after, most);
        return CaseworkJson.page(
                "appeals",
                page.stream()
                        .filter(each -> seesAll(caller) || each.client().equals(caller.client()))
                        .map(each -> describe(served, each))
                        .toList(),
                page.size() == most ? page.getLast().id() : null);
    }

    private static boolean seesAll(Caller caller) {
        return caller.roles().contains(Role.REVIEWER) || caller.roles().contains(Role.AUDITOR);
    }

    private static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id.");
    }

    private static Map<String, Object> describe(ServedRegion region, Appeal appeal) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", appeal.id());
        fields.put("region", region.id().value());
        fields.put("decision_id", appeal.decisionId());
        fields.put("case_id", appeal.caseId());
        fields.put("appellant", appeal.appellant().wireName());
        fields.put("notice_id", appeal.noticeId());
        fields.put("received_at", appeal.receivedAt().toString());
        fields.put("state", appeal.outcome() == null ? "open" : "decided");
        fields.put("outcome", appeal.outcome());
        if (appeal.decidedAt() != null) {
            fields.put("decided_at", appeal.decidedAt().toString());
            fields.put("outcome_decision_id", appeal.outcomeDecisionId());
            // Never by automated means alone (DSA Art. 20(6)): only a case closes an appeal, and only a person a case.
            fields.put("automated_means", false);
            fields.put("redress", List.of("out_of_court_dispute", "court"));
        }
        fields.put("evidence", CaseworkJson.evidence(region.id().value(), appeal.logIndex()));
        return fields;
    }
}
