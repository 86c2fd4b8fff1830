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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Consents: put, withdrawn, asked for and read. */
@RestController
final class ConsentController {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_EVIDENCE_BYTES = 200;
    private static final int MAX_STATE_BYTES = 20;

    private final ConsentDesk desk;
    private final AccountFinder accounts;
    private final Clock clock;

    ConsentController(ConsentDesk desk, AccountFinder accounts, Clock clock) {
        this.desk = desk;
        this.accounts = accounts;
        this.clock = clock;
    }

    @GetMapping("/v1/accounts/{id}/consents")
    Map<String, Object> list(@PathVariable String id, HttpServletRequest request) {
        path(id, null);
        admit(request, id);
        var consents = desk.consents(id);
        return Map.of(
                "consents",
                consents.events().keySet().stream()
                        .map(purpose -> describe(purpose, consents))
                        .toList());
    }

    @GetMapping("/v1/accounts/{id}/consents/{purpose}")
    Map<String, Object> get(@PathVariable String id, @PathVariable String purpose, HttpServletRequest request) {
        Purpose named = path(id, purpose);
        admit(request, id);
        return describe(named, desk.consents(id));
    }

    @PutMapping("/v1/accounts/{id}/consents/{purpose}")
    Map<String, Object> put(@PathVariable String id, @PathVariable String purpose, HttpServletRequest request)
            throws IOException {
        Purpose named = path(id, purpose);
        String key = Caller.of(request).keyId();
        var faults = new Faults();
        var reader =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        ConsentEvent.Kind kind = reader == null ? null : state(reader);
        String evidence = reader == null ? null : evidence(reader, key);
        Instant at = reader == null ? null : reader.optionalTime("at");
        if (reader != null && at != null && at.isAfter(clock.instant()))
            reader.fault("at", "must not lie in the future");
        if (reader != null) reader.refuseUnknown();
        faults.refuseAny();
        if (kind == null || evidence == null) throw new IllegalStateException("a body was refused without a fault");
        admit(request, id);
        return describe(desk.answer(id, named, kind, at, evidence, key));
    }

    @DeleteMapping("/v1/accounts/{id}/consents/{purpose}")
    Map<String, Object> withdraw(@PathVariable String id, @PathVariable String purpose, HttpServletRequest request) {
        String key = Caller.of(request).keyId();
        Purpose named = path(id, purpose);
        admit(request, id);
        return describe(desk.withdraw(id, named, told(key), key));
    }

    @PostMapping("/v1/accounts/{id}/consents/{purpose}/requests")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> ask(@PathVariable String id, @PathVariable String purpose, HttpServletRequest request)
            throws IOException {
        Purpose named = path(id, purpose);
        String key = Caller.of(request).keyId();
        String evidence = told(key);
        // Nothing need be said: being about to ask is all there is to it.
        if (request.getContentLengthLong() > 0) {
            var faults = new Faults();
            var reader = JsonObjectReader.of(
                    StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
            if (reader != null) {
                evidence = evidence(reader, key);
                reader.refuseUnknown();
            }
            faults.refuseAny();
        }
        admit(request, id);
        return describe(desk.ask(id, named, evidence, key));
    }

    /** Also before writes: every answer tells the ledger so far. */
    private void admit(HttpServletRequest request, String id) {
        accounts.admit(request, id, DataKind.ACCOUNT);
    }

    private static Purpose path(String id, @Nullable String purpose) {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        Purpose named = null;
        if (purpose != null)
            try {
                named = new Purpose(purpose);
            } catch (IllegalArgumentException _) {
                faults.add("path:purpose", "must be lower-case letters, digits and underscores");
            }
        faults.refuseAny();
        return named == null ? Purpose.RESIDENCE_CHANGE : named;
    }

    private static ConsentEvent.@Nullable Kind state(JsonObjectReader reader) {
        String text = reader.requiredText("state", MAX_STATE_BYTES);
        if (text == null) return null;
        var kind = ConsentEvent.Kind.ofWireName(text).filter(ConsentEvent.Kind::isAnswer);
        if (kind.isEmpty()) reader.fault("state", "must be one of: granted, refused, withdrawn");
        return kind.orElse(null);
    }

    private static String evidence(JsonObjectReader reader, String key) {
        String text = reader.optionalText("evidence", MAX_EVIDENCE_BYTES);
        if (text == null) return told(key);
        if (!ConsentEvent.isEvidence(text)) {
            reader.fault("evidence", "must be an id: letters, digits and ._:/#- , at most 200; no free text");
            return told(key);
        }
        return text;
    }

    /** What is left as evidence when nothing better is named: who told us. */
    private static String told(String key) {
        return "told-by:" + key;
    }

    private Map<String, Object> describe(ConsentDesk.Standing standing) {
        return describe(standing.purpose(), standing.consents());
    }

    private Map<String, Object> describe(Purpose purpose, Consents consents) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("purpose", purpose.name());
        fields.put("state", consents.stateAt(purpose, clock.instant()).wireName());
        fields.put(
                "may_ask_from",
                desk.closedUntil(consents, purpose).map(Instant::toString).orElse(null));
        fields.put(
                "history",
                consents.events().getOrDefault(purpose, List.of()).stream()
                        .map(ConsentsJson::describe)
                        .toList());
        return fields;
    }
}
