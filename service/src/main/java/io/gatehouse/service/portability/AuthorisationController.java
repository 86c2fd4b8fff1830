package io.gatehouse.service.portability;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.purpose.ConsentEvent;
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
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Third parties that a person authorised to receive their data. */
@RestController
final class AuthorisationController {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_NAME_BYTES = 64;
    private static final int MAX_EVIDENCE_BYTES = 200;
    private static final String RECIPIENT = "[a-z][a-z0-9-]{1,63}";
    private static final String KINDS =
            PortableKind.forThirdParties().stream().map(PortableKind::wireName).collect(Collectors.joining(", "));

    private final AuthorisationDesk desk;
    private final AccountFinder accounts;
    private final Clock clock;

    AuthorisationController(AuthorisationDesk desk, AccountFinder accounts, Clock clock) {
        this.desk = desk;
        this.accounts = accounts;
        this.clock = clock;
    }

    @PostMapping("/v1/accounts/{id}/portability-authorisations")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> grant(@PathVariable String id, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        refuseBad(id, faults);
        var body =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        var authorisation = body == null ? null : read(body, Caller.of(request).keyId());
        faults.refuseAny();
        if (authorisation == null) throw new IllegalStateException("a body was refused without a fault");
        admit(request, id);
        desk.grant(id, authorisation);
        return describe(authorisation);
    }

    private @Nullable Authorisation read(JsonObjectReader body, String keyId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String recipient = body.requiredText("recipient", MAX_NAME_BYTES);
        if (recipient != null && !recipient.matches(RECIPIENT))
            body.fault("recipient", "must be the client of the third party's key: lower-case letters, digits, hyphens");
        var scope = scope(body);
        String evidence = body.optionalText("evidence", MAX_EVIDENCE_BYTES);
        if (evidence != null && !ConsentEvent.isEvidence(evidence))
            body.fault("evidence", "must be an id: letters, digits and ._:/#- , at most 200; no free text");
        if (body.node("expires_at") == null)
            body.fault("expires_at", "is missing: an authorisation ends, after a year at most");
        Instant until = body.optionalTime("expires_at");
        if (until != null && !until.isAfter(now)) body.fault("expires_at", "must lie in the future");
        if (until != null && until.isAfter(now.plus(Authorisation.LONGEST)))
            body.fault("expires_at", "must lie within a year");
        body.refuseUnknown();
        if (recipient == null || scope.isEmpty() || until == null) return null;
        try {
            return new Authorisation(
                    UUID.randomUUID().toString(),
                    recipient,
                    scope,
                    now,
                    until,
                    evidence == null ? "told-by:" + keyId : evidence,
                    null);
        } catch (IllegalArgumentException _) {
            // Faults above say what is wrong.
            return null;
        }
    }

    private static Set<PortableKind> scope(JsonObjectReader body) {
        var scope = EnumSet.noneOf(PortableKind.class);
        var nodes = body.requiredArray("scope", PortableKind.values().length);
        for (int i = 0; i < nodes.size(); i++) {
            var kind = nodes.get(i).isString()
                    ? PortableKind.ofWireName(nodes.get(i).stringValue()).filter(PortableKind::isForThirdParties)
                    : java.util.Optional.<PortableKind>empty();
            if (kind.isPresent()) scope.add(kind.get());
            else body.fault("scope", i, "must be one of: " + KINDS);
        }
        return scope;
    }

    @GetMapping("/v1/accounts/{id}/portability-authorisations")
    Map<String, Object> list(@PathVariable String id, HttpServletRequest request) {
        refuseBad(id);
        admit(request, id);
        List<Map<String, Object>> all =
                desk.all(id).stream().map(this::describe).toList();
        return Map.of("authorisations", all);
    }

    @DeleteMapping("/v1/accounts/{id}/portability-authorisations/{authorisation}")
    Map<String, Object> revoke(
            @PathVariable String id, @PathVariable String authorisation, HttpServletRequest request) {
        refuseBad(id);
        admit(request, id);
        return describe(desk.revoke(id, authorisation));
    }

    private void admit(HttpServletRequest request, String id) {
        accounts.admit(request, id, DataKind.ACCOUNT);
    }

    private Map<String, Object> describe(Authorisation authorisation) {
        return AuthorisationsJson.fields(authorisation, clock.instant());
    }

    private static void refuseBad(String id) {
        var faults = new Faults();
        refuseBad(id, faults);
        faults.refuseAny();
    }

    private static void refuseBad(String id, Faults faults) {
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
    }
}
