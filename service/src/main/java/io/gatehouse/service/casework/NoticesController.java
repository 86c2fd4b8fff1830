package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.Cases;
import io.gatehouse.residency.casework.Notices;
import io.gatehouse.residency.casework.Notices.Notice;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
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
import java.util.ArrayList;
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

/** Notices: received, followed, listed, and their senders forgotten (DSA Art. 16). */
@RestController
final class NoticesController {
    /** A supplied message may be as long as one that is screened. */
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final int MAX_EMAIL_BYTES = 320;

    private final NoticeDesk desk;
    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final Clock clock;

    NoticesController(NoticeDesk desk, ServedRegions regions, OperatorDesk operators, Clock clock) {
        this.desk = desk;
        this.regions = regions;
        this.operators = operators;
        this.clock = clock;
    }

    /** The receipt (DSA Art. 16(4)). */
    @PostMapping("/v1/notices")
    ResponseEntity<Map<String, Object>> submit(HttpServletRequest request) throws IOException {
        byte[] body = JsonBody.read(request, MAX_BODY_BYTES);
        var faults = new Faults();
        var notice = NoticeReader.read(StrictJson.parse(body), faults);
        faults.refuseAny();
        if (notice == null) throw new IllegalStateException("a body was refused without a fault");
        var parts = desk.submit(Caller.of(request), notice, CaseworkJson.digest(body));
        var lead = parts.getFirst();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", lead.id());
        fields.put("received_at", lead.receivedAt().toString());
        fields.put("parts", parts.stream().map(part -> receipt(part)).toList());
        return ResponseEntity.created(URI.create("/v1/notices/" + lead.id())).body(fields);
    }

    private Map<String, Object> receipt(Notice part) {
        var fields = new LinkedHashMap<String, Object>();
        String region = regions.ofId(part.id(), 'n').id().value();
        fields.put("id", part.id());
        fields.put("region", region);
        fields.put(
                "items",
                part.items().stream()
                        .map(item -> Map.of(
                                "n", item.n(),
                                "decision_id", item.decisionId(),
                                "case_id", item.caseId()))
                        .toList());
        fields.put("evidence", CaseworkJson.evidence(region, part.logIndex()));
        return fields;
    }

    /** What became of it: to whoever sent it, with what they said; to reviewers and auditors without. */
    @GetMapping("/v1/notices/{id}")
    Map<String, Object> read(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var region = regions.ofId(id, 'n');
        boolean seesSender =
                caller.roles().contains(Role.PLATFORM) || caller.roles().contains(Role.PRIVACY);
        if (seesSender) operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.ACCOUNT));
        var notices = new Notices(region.cell());
        var notice = notices.find(id)
                .filter(found -> RecordRights.sees(caller, found.client()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
        var fields = describe(region, notice);
        if (seesSender) reasons(fields, region, notice);
        if (seesSender)
            notices.open(id).ifPresent(opened -> {
                var notifier = NoticeText.read(opened.notifier());
                fields.put("notifier", notifier.isEmpty() ? null : notifier);
                fields.put("explanation", NoticeText.read(opened.text()).path("explanation"));
                fields.put("urls", NoticeText.read(opened.text()).path("urls"));
            });
        return fields;
    }

    /** Why each item ended as it did, by its place. */
    private static void reasons(Map<String, Object> fields, ServedRegion region, Notice notice) {
        var cases = new Cases(region.cell());
        var told = new LinkedHashMap<String, String>();
        for (var item : notice.items())
            if (item.decidedAt() != null)
                cases.reasons(item.caseId()).ifPresent(why -> told.put(Integer.toString(item.n()), why));
        fields.put("reasons", told);
    }

    /** In order of receipt; of a platform its own alone. */
    @GetMapping("/v1/notices")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletRequest request) {
        var caller = Caller.of(request);
        var served = regions.named(region);
        int most = CaseworkJson.limit(limit);
        var page = new Notices(served.cell()).list(after, most);
        var notices = page.stream()
                .filter(each -> RecordRights.sees(caller, each.client()))
                .map(each -> describe(served, each))
                .toList();
        return CaseworkJson.page(
                "notices", notices, page.size() == most ? page.getLast().id() : null);
    }

    /** Forgets who somebody is who sent notices, and what they said, in one region; outcomes stay counted. */
    @PostMapping("/v1/notices:erase")
    Map<String, Object> erase(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        String email = body == null ? null : body.requiredText("email", MAX_EMAIL_BYTES);
        String region = body == null ? null : body.requiredText("region", CaseworkJson.MAX_WORD_BYTES);
        if (body != null) body.refuseUnknown();
        faults.refuseAny();
        if (email == null || region == null) throw new IllegalStateException("a body was refused without a fault");
        var served = regions.named(region);
        return Map.of("region", region, "erased", new Notices(served.cell()).erase(email, clock.instant()));
    }

    private static Map<String, Object> describe(ServedRegion region, Notice notice) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", notice.id());
        fields.put("region", region.id().value());
        fields.put("received_at", notice.receivedAt().toString());
        fields.put("category", notice.category());
        fields.put("keywords", notice.keywords());
        fields.put("trusted_flagger", notice.trustedFlagger());
        fields.put("named", notice.isNamed());
        fields.put("erased", notice.erasedAt() != null);
        boolean decided = notice.items().stream().allMatch(item -> item.outcome() != null);
        fields.put("state", decided ? "decided" : "open");
        List<Map<String, Object>> items = new ArrayList<>();
        for (var item : notice.items()) {
            var each = new LinkedHashMap<String, Object>();
            each.put("n", item.n());
            each.put("decision_id", item.decisionId());
            each.put("case_id", item.caseId());
            each.put("outcome", item.outcome());
            if (item.decidedAt() != null) {
                each.put("decided_at", item.decidedAt().toString());
                each.put("outcome_decision_id", item.outcomeDecisionId());
                // Every notice is decided by a person (DSA Art. 16(6)).
                each.put("automated_means", false);
                each.put("redress", CaseworkJson.REDRESS);
            }
            items.add(each);
        }
        fields.put("items", items);
        fields.put("evidence", CaseworkJson.evidence(region.id().value(), notice.logIndex()));
        return fields;
    }
}
