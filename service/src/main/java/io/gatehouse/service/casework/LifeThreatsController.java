package io.gatehouse.service.casework;

import io.gatehouse.residency.casework.LifeThreats;
import io.gatehouse.residency.casework.LifeThreats.Threat;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
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
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** That authorities were told of threats to life: written down, read, listed (DSA Art. 18; 2021/784 Art. 14(5)). */
@RestController
final class LifeThreatsController {
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final LifeThreatDesk desk;
    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final Clock clock;

    LifeThreatsController(LifeThreatDesk desk, ServedRegions regions, OperatorDesk operators, Clock clock) {
        this.desk = desk;
        this.regions = regions;
        this.operators = operators;
        this.clock = clock;
    }

    @PostMapping("/v1/life-threats")
    ResponseEntity<Map<String, Object>> write(HttpServletRequest request) throws IOException {
        byte[] body = JsonBody.read(request, MAX_BODY_BYTES);
        var faults = new Faults();
        var threat = LifeThreatReader.read(StrictJson.parse(body), clock.instant(), faults);
        faults.refuseAny();
        if (threat == null) throw new IllegalStateException("a body was refused without a fault");
        var written = desk.write(Caller.of(request), threat, CaseworkJson.digest(body));
        return ResponseEntity.created(URI.create("/v1/life-threats/" + written.id()))
                .body(describe(regions.ofId(written.id(), 'w'), written));
    }

    /** With what was told, except to auditors. */
    @GetMapping("/v1/life-threats/{id}")
    Map<String, Object> read(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var region = regions.ofId(id, 'w');
        var threats = new LifeThreats(region.cell());
        var threat = threats.find(id)
                .filter(each -> RecordRights.sees(caller, each.client()))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id."));
        var fields = describe(region, threat);
        if (RecordRights.readsText(caller)) {
            operators.admit(request, Wanted.ofRecord(region.id(), id, DataKind.ACCOUNT));
            threats.open(id)
                    .ifPresent(text -> fields.put("told", JsonMapper.shared().readTree(text)));
        }
        return fields;
    }

    /** In the order in which authorities were told; of a platform its own alone. */
    @GetMapping("/v1/life-threats")
    Map<String, Object> list(
            @RequestParam String region,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable Integer limit,
            HttpServletRequest request) {
        var caller = Caller.of(request);
        var served = regions.named(region);
        int most = CaseworkJson.limit(limit);
        var page = new LifeThreats(served.cell()).list(after, most);
        return CaseworkJson.page(
                "life_threats",
                page.stream()
                        .filter(each -> RecordRights.sees(caller, each.client()))
                        .map(each -> describe(served, each))
                        .toList(),
                page.size() == most ? page.getLast().id() : null);
    }

    private static Map<String, Object> describe(ServedRegion region, Threat threat) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", threat.id());
        fields.put("region", region.id().value());
        fields.put("basis", threat.basis().wireName());
        fields.put("decision_ids", threat.decisions());
        fields.put("member_state", threat.memberState());
        var aware = threat.awareAt();
        fields.put("aware_at", aware == null ? null : aware.toString());
        fields.put("told_at", threat.toldAt().toString());
        fields.put("recorded_at", threat.recordedAt().toString());
        fields.put("by", threat.by());
        fields.put("evidence", CaseworkJson.evidence(region.id().value(), threat.logIndex()));
        return fields;
    }
}
