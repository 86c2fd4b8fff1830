package io.gatehouse.service.account;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Residence evidence in; home region and its explanation out. */
@RestController
final class AccountController {
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final AccountDesk desk;
    private final AccountFinder accounts;
    private final Clock clock;

    AccountController(AccountDesk desk, AccountFinder accounts, Clock clock) {
        this.desk = desk;
        this.accounts = accounts;
        this.clock = clock;
    }

    @PutMapping("/v1/accounts/{id}")
    Map<String, Object> put(@PathVariable String id, HttpServletRequest request) throws IOException {
        var body = StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES));
        var faults = new Faults();
        refuseBad(id, faults);
        var reader = JsonObjectReader.of(body, JsonPointer.ROOT, faults);
        if (reader == null) {
            faults.refuseAny();
            throw new IllegalStateException("a body was refused without a fault");
        }
        var residence = AccountReader.residence(reader, faults, clock.instant());
        var holder = AccountReader.holder(reader);
        reader.refuseUnknown();
        faults.refuseAny();
        // The answer tells all evidence that is kept, not only what was sent.
        accounts.admitIfKnown(request, id, DataKind.ACCOUNT);
        return desk.put(id, List.copyOf(residence), holder);
    }

    @GetMapping("/v1/accounts/{id}")
    Map<String, Object> get(
            @PathVariable String id,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf,
            HttpServletRequest request) {
        var faults = new Faults();
        refuseBad(id, faults);
        LocalDate date = asOf == null ? null : pastDate(asOf, faults);
        faults.refuseAny();
        accounts.admit(request, id, DataKind.ACCOUNT);
        return date == null ? desk.get(id) : desk.getAsOf(id, date);
    }

    private @Nullable LocalDate pastDate(String text, Faults faults) {
        try {
            var date = LocalDate.parse(text);
            if (!date.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) return date;
            faults.add("query:as_of", "must not lie in the future: what was known then is not known yet");
        } catch (DateTimeException _) {
            faults.add("query:as_of", "must be a date such as 2026-01-31");
        }
        return null;
    }

    private static void refuseBad(String id, Faults faults) {
        String fault = AccountReader.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
    }
}
