package io.gatehouse.service.consent;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ConsentEvent;
import io.gatehouse.residency.purpose.Consents;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** A person's word on one business user: given, refused, taken back, read. */
@RestController
final class BusinessOptInController {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_NAME_BYTES = 200;

    private final BusinessOptIns optIns;
    private final AccountFinder accounts;
    private final Clock clock;

    BusinessOptInController(BusinessOptIns optIns, AccountFinder accounts, Clock clock) {
        this.optIns = optIns;
        this.accounts = accounts;
        this.clock = clock;
    }

    @GetMapping("/v1/accounts/{id}/business-opt-ins/{business}")
    Map<String, Object> get(@PathVariable String id, @PathVariable String business, HttpServletRequest request) {
        admit(request, id, business, new Faults());
        return describe(business, optIns.lineOf(business), optIns.of(id));
    }

    @PutMapping("/v1/accounts/{id}/business-opt-ins/{business}")
    Map<String, Object> put(@PathVariable String id, @PathVariable String business, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        String key = Caller.of(request).keyId();
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        ConsentEvent.Kind kind = null;
        String evidence = null;
        if (body != null) {
            String state = body.requiredText("state", MAX_NAME_BYTES);
            kind = state == null
                    ? null
                    : ConsentEvent.Kind.ofWireName(state)
                            .filter(ConsentEvent.Kind::isAnswer)
                            .orElse(null);
            if (state != null && kind == null) body.fault("state", "must be one of: granted, refused, withdrawn");
            evidence = body.optionalText("evidence", MAX_NAME_BYTES);
            if (evidence != null && !ConsentEvent.isEvidence(evidence))
                body.fault("evidence", "must be an id: letters, digits and ._:/#- , at most 200; no free text");
            body.refuseUnknown();
        }
        admit(request, id, business, faults);
        if (kind == null) throw new IllegalStateException("a body was refused without a fault");
        var line = optIns.lineOf(business);
        return describe(
                business, line, optIns.note(id, line, kind, evidence == null ? "told-by:" + key : evidence, key));
    }

    @DeleteMapping("/v1/accounts/{id}/business-opt-ins/{business}")
    Map<String, Object> withdraw(@PathVariable String id, @PathVariable String business, HttpServletRequest request) {
        admit(request, id, business, new Faults());
        String key = Caller.of(request).keyId();
        var line = optIns.lineOf(business);
        return describe(business, line, optIns.note(id, line, ConsentEvent.Kind.WITHDRAWN, "told-by:" + key, key));
    }

    private void admit(HttpServletRequest request, String id, String business, Faults faults) {
        for (var named : List.of(Map.entry("path:id", id), Map.entry("path:business", business))) {
            String fault = AccountFinder.faultOfId(named.getValue());
            if (fault != null) faults.add(named.getKey(), fault);
        }
        faults.refuseAny();
        accounts.admit(request, id, DataKind.ACCOUNT);
    }

    private Map<String, Object> describe(String business, Purpose line, Consents consents) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("business", business);
        fields.put("state", consents.stateAt(line, clock.instant()).wireName());
        fields.put(
                "history",
                consents.events().getOrDefault(line, List.of()).stream()
                        .map(ConsentsJson::describe)
                        .toList());
        return fields;
    }
}
