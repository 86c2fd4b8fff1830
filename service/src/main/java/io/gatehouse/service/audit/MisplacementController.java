package io.gatehouse.service.audit;

import io.gatehouse.residency.cell.MisplacementCase;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cases that the sweep opened: what lies where it must not. Accounts are not named. */
@RestController
final class MisplacementController {
    /** One answer, for each region; more than that are one fault, not many. */
    private static final int MOST_LISTED = 1_000;

    private static final String STATES = Arrays.stream(MisplacementCase.State.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final ServedRegions regions;

    MisplacementController(ServedRegions regions) {
        this.regions = regions;
    }

    @GetMapping("/v1/misplacements")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @Nullable String state) {
        var faults = new Faults();
        Optional<MisplacementCase.State> wanted = state == null ? Optional.empty() : state(state, faults);
        faults.refuseAny();
        var asked = new ArrayList<ServedRegion>();
        if (region != null) asked.add(regions.named(region));
        else
            for (var each : regions.topology().regions())
                if (regions.serves(each.id())) asked.add(regions.orMisdirected(each.id()));
        List<Map<String, Object>> cases = new ArrayList<>();
        boolean more = false;
        for (var each : asked) {
            var found = each.cell().sweep().cases(wanted, MOST_LISTED + 1);
            more |= found.size() > MOST_LISTED;
            found.stream().limit(MOST_LISTED).forEach(one -> cases.add(describe(each, one)));
        }
        return Map.of("misplacements", cases, "more", more);
    }

    private static Optional<MisplacementCase.State> state(String name, Faults faults) {
        for (var state : MisplacementCase.State.values())
            if (state.name().toLowerCase(Locale.ROOT).equals(name)) return Optional.of(state);
        faults.add("query:state", "must be one of: " + STATES);
        return Optional.empty();
    }

    private static Map<String, Object> describe(ServedRegion region, MisplacementCase one) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("case_id", one.caseId());
        fields.put("region", region.id().value());
        fields.put("kind", one.misplacement().kind().wireName());
        fields.put("what", one.misplacement().what());
        fields.put("state", one.state().name().toLowerCase(Locale.ROOT));
        fields.put("candidate_breach", one.misplacement().candidateBreach());
        fields.put("notify_by", one.notifyBy().map(Object::toString).orElse(null));
        fields.put("first_seen", one.firstSeen().toString());
        fields.put("last_seen", one.lastSeen().toString());
        fields.put("evidence", Map.of("log", region.id().value(), "index", one.logIndex()));
        return fields;
    }
}
