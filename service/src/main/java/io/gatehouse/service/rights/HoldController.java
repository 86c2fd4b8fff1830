package io.gatehouse.service.rights;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Legal holds: placed, listed, lifted. */
@RestController
final class HoldController {
    private static final int MAX_BODY_BYTES = 8 * 1024;
    private static final int MAX_ACCOUNT_BYTES = 256;
    private static final int MAX_BASIS_BYTES = 40;
    /** A docket number, not a story. */
    private static final int MAX_REFERENCE_BYTES = 200;

    private final HoldDesk desk;
    private final OperatorDesk operators;
    private final Clock clock;

    HoldController(HoldDesk desk, OperatorDesk operators, Clock clock) {
        this.desk = desk;
        this.operators = operators;
        this.clock = clock;
    }

    @PostMapping("/v1/holds")
    ResponseEntity<Map<String, Object>> place(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var reader =
                JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
        String account = reader == null ? null : reader.requiredText("account", MAX_ACCOUNT_BYTES);
        String basis = reader == null ? null : reader.requiredText("basis", MAX_BASIS_BYTES);
        String reference = reader == null ? null : reader.requiredText("reference", MAX_REFERENCE_BYTES);
        Instant until = reader == null ? null : reader.optionalTime("until");
        if (reader != null) {
            String fault = account == null ? null : AccountFinder.faultOfId(account);
            if (fault != null) reader.fault("account", fault);
            if (until != null && !until.isAfter(clock.instant())) reader.fault("until", "must lie in the future");
            reader.refuseUnknown();
        }
        faults.refuseAny();
        if (account == null || basis == null || reference == null)
            throw new IllegalStateException("a body was refused without a fault");
        var hold =
                desk.place(account, basis, reference, until, Caller.of(request).keyId());
        return ResponseEntity.created(URI.create("/v1/holds/" + hold.get("id"))).body(hold);
    }

    /** Those that hold now. */
    @GetMapping("/v1/holds")
    Map<String, Object> list() {
        return Map.of("holds", desk.all());
    }

    @GetMapping("/v1/holds/{id}")
    Map<String, Object> get(@PathVariable String id, HttpServletRequest request) {
        // The reference of the case is about the person, and sealed as what is.
        operators.admit(request, Wanted.ofRecord(desk.regionOf(id), id, DataKind.ACCOUNT));
        return desk.show(desk.find(id));
    }

    /** Whoever lifts a hold need not be told of whom it was: the answer goes without the reference. */
    @DeleteMapping("/v1/holds/{id}")
    Map<String, Object> lift(@PathVariable String id, HttpServletRequest request) {
        return desk.lift(id, Caller.of(request).keyId());
    }
}
