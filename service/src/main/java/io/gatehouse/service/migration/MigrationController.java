package io.gatehouse.service.migration;

import io.gatehouse.residency.cell.Arrival;
import io.gatehouse.residency.cell.CarriedCounts;
import io.gatehouse.residency.cell.Departure;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.region.RegionId;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Moves of people: asked for and watched. */
@RestController
final class MigrationController {
    private static final int MAX_BODY_BYTES = 1024;
    private static final int MAX_REGION_BYTES = 64;

    private final MigrationDesk desk;
    private final OperatorDesk operators;

    MigrationController(MigrationDesk desk, OperatorDesk operators) {
        this.desk = desk;
        this.operators = operators;
    }

    /** Begins to move a person to where they are at home by what is known of them. Nothing need be said. */
    @PostMapping("/v1/accounts/{id}/migrations")
    ResponseEntity<Map<String, Object>> begin(@PathVariable String id, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        refuseBad(id, faults);
        Optional<RegionId> to = Optional.empty();
        if (request.getContentLengthLong() != 0) {
            var reader = JsonObjectReader.of(
                    StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
            if (reader != null) {
                String named = reader.optionalText("to", MAX_REGION_BYTES);
                if (named != null) to = region(named, reader);
                reader.refuseUnknown();
            }
        }
        faults.refuseAny();
        admit(request, id);
        var departure = desk.begin(id, to);
        return ResponseEntity.accepted()
                .location(URI.create("/v1/migrations/" + departure.migrationId()))
                .body(describe(departure));
    }

    private static Optional<RegionId> region(String name, JsonObjectReader reader) {
        try {
            return Optional.of(new RegionId(name));
        } catch (IllegalArgumentException _) {
            reader.fault("to", "must be a region of GET /v1/regions");
            return Optional.empty();
        }
    }

    /** What the cell of the person's home knows: the migrations that led there, and those that led away or were undone. */
    @GetMapping("/v1/accounts/{id}/migrations")
    Map<String, Object> of(@PathVariable String id, HttpServletRequest request) {
        var faults = new Faults();
        refuseBad(id, faults);
        faults.refuseAny();
        admit(request, id);
        var known = desk.of(id);
        List<Map<String, Object>> migrations = new ArrayList<>();
        known.departures().forEach(each -> migrations.add(describe(each)));
        known.arrivals().forEach(each -> migrations.add(describe(each)));
        return Map.of("migrations", migrations);
    }

    @GetMapping("/v1/migrations/{id}")
    Map<String, Object> get(@PathVariable String id, HttpServletRequest request) {
        operators.admit(request, Wanted.ofRecord(desk.regionOf(id), id, DataKind.ACCOUNT));
        return describe(desk.find(id));
    }

    /** Where a person's home is, was, or is going to be is about that person, also when somebody only asks for the move. */
    private void admit(HttpServletRequest request, String accountId) {
        var home = desk.home(accountId);
        operators.admit(request, Wanted.ofAccount(home.region(), home.account(), DataKind.ACCOUNT));
    }

    private static void refuseBad(String id, Faults faults) {
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
    }

    private static Map<String, Object> describe(Departure departure) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("migration_id", departure.migrationId());
        fields.put(
                "from",
                departure.migrationId().substring(0, departure.migrationId().indexOf('.')));
        fields.put("to", departure.to().value());
        fields.put(
                "state",
                switch (departure.state()) {
                    case MOVING -> "moving";
                    case LEFT -> "removing";
                    case GONE -> "done";
                    case STAYED -> "undone";
                });
        fields.put("reason", departure.reason());
        fields.put("transfer_id", departure.transferId());
        fields.put("started_at", departure.startedAt().toString());
        fields.put(
                "ended_at",
                departure.endedAt() == null ? null : departure.endedAt().toString());
        counts(fields, departure.counts(), departure.digest());
        return fields;
    }

    private static Map<String, Object> describe(Arrival arrival) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("migration_id", arrival.migrationId());
        fields.put("from", arrival.from().value());
        fields.put("to", null);
        fields.put("state", arrival.state().name().toLowerCase(Locale.ROOT));
        counts(fields, arrival.counts(), arrival.digest());
        return fields;
    }

    private static void counts(Map<String, Object> fields, CarriedCounts counts, byte @Nullable [] digest) {
        fields.put("contents", counts.contents());
        fields.put("decisions", counts.decisions());
        fields.put("idempotency_keys", counts.keys());
        fields.put("media", counts.media());
        fields.put("media_bytes", counts.bytes());
        fields.put("digest", digest == null ? null : HexFormat.of().formatHex(digest));
    }
}
