package io.gatehouse.service.rights;

import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Erasures: asked for, followed, certified (GDPR Art. 17). */
@RestController
final class ErasureController {
    private final ErasureDesk desk;
    private final Deadline deadline;
    private final Clock clock;

    ErasureController(ErasureDesk desk, Deadline deadline, Clock clock) {
        this.desk = desk;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** Closes the account at once and erases it beside; asked again, answers the same erasure. */
    @DeleteMapping("/v1/accounts/{id}")
    ResponseEntity<Map<String, Object>> erase(
            @PathVariable String id,
            @RequestParam(name = "received_at", required = false) @Nullable String receivedAt,
            HttpServletRequest request) {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        Instant received = received(receivedAt, faults);
        faults.refuseAny();
        var seen = desk.begin(id, received, Caller.of(request).keyId());
        return ResponseEntity.accepted()
                .location(URI.create("/v1/erasures/" + seen.request().id()))
                .body(RequestJson.describe(seen, deadline, clock.instant()));
    }

    @GetMapping("/v1/erasures/{id}")
    Map<String, Object> get(@PathVariable String id) {
        return RequestJson.describe(desk.find(id), deadline, clock.instant());
    }

    /** The signed certificate as it is checked offline. */
    @GetMapping("/v1/erasures/{id}/certificate")
    ResponseEntity<String> certificate(@PathVariable String id) {
        return desk.find(id)
                .request()
                .certificate()
                .map(signed ->
                        ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(signed))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "The erasure is not done; it is certified when it is."));
    }

    private Instant received(@Nullable String text, Faults faults) {
        Instant now = clock.instant();
        if (text == null) return now;
        try {
            Instant received = Instant.parse(text);
            if (received.isAfter(now)) faults.add("query:received_at", "must not lie in the future");
            return received;
        } catch (DateTimeException _) {
            faults.add("query:received_at", "must be a time like 2026-11-22T10:00:00Z");
            return now;
        }
    }
}
