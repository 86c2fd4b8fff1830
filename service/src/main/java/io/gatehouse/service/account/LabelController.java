package io.gatehouse.service.account;

import io.gatehouse.moderation.fact.AuthorRecord.Source;
import io.gatehouse.moderation.fact.AuthorRecord.Tag;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Labels on accounts, each with what ends it and why it is there. */
@RestController
final class LabelController {
    private static final int MAX_BODY_BYTES = 4 * 1024;

    /** A sentence or two: a reason, not a file. */
    static final int MAX_REASON_BYTES = 500;

    /** As long as a rule's label may last; what is to last longer is said again. */
    static final Duration LONGEST = Duration.ofDays(730);

    private final LabelDesk desk;
    private final AccountFinder accounts;
    private final Clock clock;

    LabelController(LabelDesk desk, AccountFinder accounts, Clock clock) {
        this.desk = desk;
        this.accounts = accounts;
        this.clock = clock;
    }

    @PutMapping("/v1/accounts/{id}/labels/{name}")
    Map<String, Object> put(@PathVariable String id, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        refuseBad(id, name, faults);
        var reader =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        Instant until = reader == null ? null : expiry(reader);
        String reason = reader == null ? null : reader.requiredText("reason", MAX_REASON_BYTES);
        if (reader != null) reader.refuseUnknown();
        faults.refuseAny();
        if (until == null || reason == null) throw new IllegalStateException("a body was refused without a fault");
        return describe(
                name, desk.put(id, name, until, reason, Caller.of(request).keyId()));
    }

    @GetMapping("/v1/accounts/{id}/labels")
    Map<String, Object> list(@PathVariable String id, HttpServletRequest request) {
        var faults = new Faults();
        refuseBad(id, null, faults);
        faults.refuseAny();
        accounts.admit(request, id, DataKind.NOTES);
        List<Map<String, Object>> labels = desk.labels(id).entrySet().stream()
                .map(label -> describe(label.getKey(), label.getValue()))
                .toList();
        return Map.of("labels", labels);
    }

    @GetMapping("/v1/accounts/{id}/labels/{name}")
    Map<String, Object> get(@PathVariable String id, @PathVariable String name, HttpServletRequest request) {
        var faults = new Faults();
        refuseBad(id, name, faults);
        faults.refuseAny();
        accounts.admit(request, id, DataKind.NOTES);
        Tag tag = desk.labels(id).get(name);
        if (tag == null) throw new ProblemException(ProblemType.NOT_FOUND, "The account has no such label.");
        return describe(name, tag);
    }

    @DeleteMapping("/v1/accounts/{id}/labels/{name}")
    ResponseEntity<Void> delete(@PathVariable String id, @PathVariable String name, HttpServletRequest request) {
        var faults = new Faults();
        refuseBad(id, name, faults);
        faults.refuseAny();
        // A refusal names the labels that there are.
        accounts.admit(request, id, DataKind.NOTES);
        desk.remove(id, name);
        return ResponseEntity.noContent().build();
    }

    private @Nullable Instant expiry(JsonObjectReader reader) {
        if (reader.node("expires_at") == null) {
            reader.fault("expires_at", "is missing: every label ends, after " + LONGEST.toDays() + " days at most");
            return null;
        }
        Instant until = reader.optionalTime("expires_at");
        Instant now = clock.instant();
        if (until != null && !until.isAfter(now)) reader.fault("expires_at", "must lie in the future");
        if (until != null && until.isAfter(now.plus(LONGEST)))
            reader.fault("expires_at", "must lie within " + LONGEST.toDays() + " days");
        return until;
    }

    private static void refuseBad(String id, @Nullable String name, Faults faults) {
        String fault = AccountReader.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        if (name != null && !Mark.Label.isValid(name))
            faults.add("path:name", "must be 1 to 40 lower-case letters, digits, dashes and underscores");
    }

    private static Map<String, Object> describe(String name, Tag tag) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name);
        fields.put("set_at", tag.since().toString());
        fields.put("expires_at", tag.until().toString());
        switch (tag.source()) {
            case Source.Decision(String decision) -> fields.put("decision_id", decision);
            case Source.Key(String key) -> fields.put("key_id", key);
        }
        if (tag.reason() != null) fields.put("reason", tag.reason());
        return fields;
    }
}
