package io.gatehouse.service.crossing;

import io.gatehouse.residency.crossing.Answer;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.RecordedCrossing;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.purpose.UseRuling;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.consent.UseDesk;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.region.CrossingBooks;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** May this cross? And what was asked before. */
@RestController
final class TransferController {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    /** One answer; for more, ask from the last one's time on. */
    private static final int MOST_LISTED = 1_000;

    private static final Duration USUAL_SPAN = Duration.ofDays(1);

    private final TransferGate gate;
    private final UseDesk uses;
    private final CrossingBooks books;
    private final ServedRegions regions;
    private final Clock clock;

    TransferController(TransferGate gate, UseDesk uses, CrossingBooks books, ServedRegions regions, Clock clock) {
        this.gate = gate;
        this.uses = uses;
        this.books = books;
        this.regions = regions;
        this.clock = clock;
    }

    @PostMapping("/v1/transfers:evaluate")
    Map<String, Object> evaluate(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var json = StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES));
        if (UseReader.isUse(json)) return use(json, Caller.of(request).keyId(), faults);
        var crossing = TransferReader.read(json, Caller.of(request).keyId(), clock.instant(), faults);
        if (crossing == null) {
            faults.refuseAny();
            throw new IllegalStateException("a body was refused without a fault");
        }
        var home = regions.topology().region(crossing.from());
        if (home.isEmpty()) faults.add("/from", "must be a region of GET /v1/regions");
        faults.refuseAny();
        regions.orMisdirected(crossing.from());
        return describe(gate.ask(crossing));
    }

    private Map<String, Object> use(JsonNode json, String keyId, Faults faults) {
        var wish = UseReader.read(json, keyId, clock.instant(), faults);
        if (wish != null
                && wish.region() != null
                && regions.topology().region(wish.region()).isEmpty())
            faults.add("/from", "must be a region of GET /v1/regions");
        faults.refuseAny();
        if (wish == null) throw new IllegalStateException("a body was refused without a fault");
        if (wish.region() != null) regions.orMisdirected(wish.region());
        return describe(uses.ask(wish));
    }

    @GetMapping("/v1/transfers")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String region) {
        var faults = new Faults();
        Instant end = time("to", to, clock.instant().plusMillis(1), faults);
        Instant begin = time("from", from, end.minus(USUAL_SPAN), faults);
        faults.refuseAny();
        Optional<RegionId> only = region == null
                ? Optional.empty()
                : Optional.of(regions.named(region).id());
        var found = books.between(only, begin, end, MOST_LISTED + 1);
        var fields = new LinkedHashMap<String, Object>();
        fields.put(
                "transfers",
                found.stream()
                        .limit(MOST_LISTED)
                        .map(TransferController::describe)
                        .toList());
        fields.put("more", found.size() > MOST_LISTED);
        return fields;
    }

    private static Instant time(String name, @Nullable String text, Instant absent, Faults faults) {
        if (text == null) return absent;
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            faults.add("query:" + name, "must be a time of RFC 3339 in UTC, such as 2026-11-24T00:00:00Z");
            return absent;
        }
    }

    private static Map<String, Object> describe(Answer answer) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("transfer_id", answer.transferId());
        switch (answer.ruling()) {
            case Ruling.Permitted permitted -> {
                fields.put("ruling", "permitted");
                fields.put("legal_basis", permitted.legalBasis().wireName());
                fields.put("source", permitted.source());
                fields.put("adequacy_scope", permitted.adequacyScope());
                fields.put("conditions", permitted.conditions());
                fields.put("expires_at", permitted.expires().toString());
                fields.put("reasons", List.of());
            }
            case Ruling.Refused(var reasons) -> refused(fields, reasons);
        }
        fields.put("evidence", Map.of("log", answer.log().value(), "index", answer.index()));
        return fields;
    }

    private static Map<String, Object> describe(UseDesk.Answer answer) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("transfer_id", answer.id());
        switch (answer.ruling()) {
            case UseRuling.Permitted permitted -> {
                fields.put("ruling", "permitted");
                fields.put("legal_basis", permitted.basis());
                fields.put("source", permitted.source());
                fields.put("conditions", permitted.conditions());
                fields.put("reasons", List.of());
            }
            case UseRuling.Refused(var reasons) -> refused(fields, reasons);
        }
        fields.put("evidence", Map.of("log", answer.log().value(), "index", answer.index()));
        return fields;
    }

    private static void refused(Map<String, Object> fields, List<Reason> reasons) {
        fields.put("ruling", "refused");
        fields.put(
                "reasons",
                reasons.stream()
                        .map(reason -> Map.of("code", reason.code(), "detail", reason.sentence()))
                        .toList());
    }

    private static Map<String, Object> describe(RecordedCrossing crossing) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("transfer_id", crossing.transferId());
        fields.put("region", crossing.region().value());
        fields.put("at", crossing.at().toString());
        fields.put("facts", JsonMapper.shared().readTree(crossing.facts()));
        fields.put("evidence", Map.of("log", crossing.region().value(), "index", crossing.index()));
        return fields;
    }
}
